/** The promise to plug-in authors: what a plug-in offers, what it is given, and how it says that a row is bad. */
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;
