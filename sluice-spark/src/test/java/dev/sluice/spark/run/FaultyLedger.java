package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.PromotionLedger;
import dev.sluice.core.ledger.RollbackLedger;
import dev.sluice.core.ledger.WindowLedger;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A ledger that can be out of reach, and one that refuses nobody. */
final class FaultyLedger {
    private final Ledger real;
    private final AtomicBoolean oneMore = new AtomicBoolean();
    private volatile boolean down;

    FaultyLedger(Ledger real) {
        this.real = real;
    }

    /** From now on every call fails, and changes nothing. */
    void goDown() {
        down = true;
    }

    /** As {@link #goDown}, but the next call is carried out before it fails. */
    void goDownWithTheNextAnswer() {
        oneMore.set(true);
        down = true;
    }

    Ledger ledger() {
        return wrapped(Ledger.class, real, (method, call) -> {
            if (down) {
                if (oneMore.getAndSet(false)) {
                    Object lost = call.make();
                }
                throw new SluiceException(
                        ErrorCode.LEDGER_UNREACHABLE, "Cannot use the ledger (%s): it is down".formatted(method));
            }
            return call.make();
        });
    }

    /** The protection off: who has lost his lease is not told. */
    static Ledger unguarded(Ledger real) {
        return wrapped(Ledger.class, real, (method, call) -> {
            try {
                return call.make();
            } catch (SluiceException e) {
                if (e.code() == ErrorCode.LEASE_LOST) {
                    return null;
                }
                throw e;
            }
        });
    }

    private interface Call {
        Object make() throws Throwable;
    }

    private interface Way {
        Object go(String method, Call call) throws Throwable;
    }

    private static <T> T wrapped(Class<T> type, T real, Way way) {
        InvocationHandler handler = (self, method, arguments) -> switch (method.getName()) {
            case "windows" -> wrapped(WindowLedger.class, ((Ledger) real).windows(), way);
            case "rollbacks" -> wrapped(RollbackLedger.class, ((Ledger) real).rollbacks(), way);
            case "promotions" -> wrapped(PromotionLedger.class, ((Ledger) real).promotions(), way);
            case "close" -> call(real, method, arguments);
            default -> way.go(method.getName(), () -> call(real, method, arguments));
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
