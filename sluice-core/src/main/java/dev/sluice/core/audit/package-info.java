/** Audits: queries over what a run has written and what is published, judged before any reader sees it. */
@NullMarked
package dev.sluice.core.audit;

import org.jspecify.annotations.NullMarked;
