package dev.sluice.core.window;

import dev.sluice.core.window.WindowWorld.Run;
import java.util.Optional;

/** Sees each step of a simulated world, to take it elsewhere too. */
interface WindowShadow {
    /** Of a world that is alone. */
    WindowShadow NONE = new WindowShadow() {};

    /** @param run empty if the run was refused, or had nothing to do */
    default void claimed(WindowWorld world, WindowRun wanted, Optional<Run> run) {}

    default void failed(Run run) {}

    default void prepared(Run run) {}

    default void held(Run run) {}

    default void decided(Run run, boolean accepted) {}

    default void recovered(Run run) {}

    /** A prepared run could not be committed. */
    default void discarded(Run run) {}

    default void published(WindowWorld world, Run run) {}
}
