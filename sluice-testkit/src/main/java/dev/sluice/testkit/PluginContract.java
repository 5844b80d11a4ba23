package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Plugin;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every plug-in promises, whatever its tier. Suites of the tiers extend this class; an author extends one of those.
 *
 * @param <P> the plug-in's kind
 */
public abstract class PluginContract<P extends Plugin> {
    /** A new instance, as the service loader makes it. */
    protected abstract P plugin();

    /** Options with which the plug-in is tried; those that it must have, at least. */
    protected abstract Options options();

    /** The codes of all reasons that the plug-in gives. */
    protected abstract Set<String> codes();

    /** Uses the plug-in in every way in which a run does. */
    protected abstract void exercise(P plugin, Options options) throws Exception;

    @Test
    public void isMadeByAPublicConstructorWithoutArguments() throws NoSuchMethodException {
        Class<?> type = plugin().getClass();
        assertTrue(Modifier.isPublic(type.getModifiers()), () -> type + " must be public");
        assertTrue(
                Modifier.isPublic(type.getDeclaredConstructor().getModifiers()),
                () -> type + " must have a public constructor without arguments");
    }

    @Test
    public void describesItselfAndEachOfItsOptions() throws IllegalAccessException {
        P plugin = plugin();
        Descriptor descriptor = plugin.descriptor();
        assertTrue(
                descriptor.word().matches("[a-z][a-z0-9_]*"),
                () -> "the word '" + descriptor.word() + "' must be lower-case letters, digits and underscores");
        assertFalse(descriptor.summary().isBlank(), "the plug-in has no summary");
        Set<String> names = new HashSet<>();
        for (Option<?> option : descriptor.options()) {
            assertTrue(names.add(option.name()), () -> "the option '" + option.name() + "' is described twice");
            assertTrue(
                    option.name().matches("[a-z][A-Za-z0-9]*"),
                    () -> "the option '" + option.name() + "' must be written in camelCase");
            assertFalse(option.description().isBlank(), () -> "the option '" + option.name() + "' has no description");
        }
        for (Field field : plugin.getClass().getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Option<?> option) {
                assertTrue(
                        names.contains(option.name()),
                        () -> "the descriptor does not list the option '" + option.name() + "'");
            }
        }
        assertEquals(descriptor, plugin().descriptor(), "two instances describe themselves otherwise");
    }

    @Test
    public void asksOnlyForOptionsThatItDescribes() throws Exception {
        P plugin = plugin();
        WatchedOptions watched = new WatchedOptions(options(), plugin.descriptor());
        assertEquals(List.of(), plugin.check(watched), "the options of this suite are refused by the plug-in");
        quietly(() -> exercise(plugin, watched));
        assertEquals(Set.of(), watched.unknown(), "options that the descriptor does not list are asked for");
    }

    /** An executor is given the options, not the plug-in. */
    @Test
    public void optionsCanTravelToAnotherProcess() {
        Options options = options();
        List<String> stuck = new ArrayList<>();
        for (Option<?> option : plugin().descriptor().options()) {
            options.find(option)
                    .flatMap(value -> Travel.fault(value, option.type()))
                    .ifPresent(fault -> stuck.add(option.name() + ": " + fault));
        }
        assertEquals(List.of(), stuck, "values that cannot be sent to executors");
    }

    /** A class of the plug-in that calls {@link System#exit} ends whatever process runs it, with all other rows. */
    @Test
    public void neverEndsTheJvm() {
        assertEquals(List.of(), ExitCalls.of(plugin().getClass()), "calls that end the JVM");
    }

    @Test
    public void leavesNoThreadBehind() throws Exception {
        // Whatever the suite itself needs, a Spark session say, is there before threads are watched.
        quietly(() -> exercise(plugin(), options()));
        P plugin = plugin();
        assertEquals(
                List.of(),
                ThreadWatch.leftBy(() -> quietly(() -> exercise(plugin, options()))),
                "threads that still run after the plug-in was closed");
    }

    /** What the plug-in throws is judged by other tests. */
    private static void quietly(ThreadWatch.Work work) throws Exception {
        try {
            work.run();
        } catch (AssertionError | Exception e) {
            if (e instanceof InterruptedException) {
                throw e;
            }
        }
    }
}
