package dev.sluice.cli.warm;

/** Loads what commands load, so that the JVM can archive it. */
public final class WarmUp {
    private WarmUp() {}

    public static void main(String[] args) {}
}
