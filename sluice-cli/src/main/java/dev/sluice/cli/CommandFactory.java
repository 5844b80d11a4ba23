package dev.sluice.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes each command with the invocation that it serves. */
final class CommandFactory implements IFactory {
    private final Invocation invocation;

    CommandFactory(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Invocation.class) {
                return type.cast(constructor.newInstance(invocation));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
