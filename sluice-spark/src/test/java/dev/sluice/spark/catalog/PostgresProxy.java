package dev.sluice.spark.catalog;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a PostgreSQL server, passes on what they say, and breaks a connection at one statement. Knows
 * of the protocol (version 3, without encryption) that a message is a byte for its kind, four for its length with
 * themselves, and its content; that the first one of a client lacks the kind; and that a server ends each answer with
 * {@code ReadyForQuery}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
public final class PostgresProxy implements AutoCloseable {
    /** What becomes of the statement at which the connection breaks. */
    public enum Fault {
        /** It is carried out, and its answer is lost. */
        REPLY_LOST,
        /** It never reaches the database. */
        REQUEST_LOST,
        /** It reaches the database just before the next one does. */
        REQUEST_LATE
    }

    private static final byte SYNC = 'S';
    private static final byte QUERY = 'Q';
    private static final byte TERMINATE = 'X';
    private static final byte READY_FOR_QUERY = 'Z';

    private final URI server;
    private final ServerSocket listening;
    private @Nullable Break next;
    private final AtomicReference<@Nullable Late> late = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private PostgresProxy(URI server, ServerSocket listening) {
        this.server = server;
        this.listening = listening;
    }

    /** @param url of JDBC, with host, port and database */
    static PostgresProxy before(String url) throws IOException {
        PostgresProxy proxy = new PostgresProxy(
                URI.create(url.substring("jdbc:".length())), new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        start(proxy::accept);
        return proxy;
    }

    String url() {
        return "jdbc:postgresql://localhost:%d%s".formatted(listening.getLocalPort(), server.getPath());
    }

    /** See {@link FaultyCatalog#breakOnce}. */
    synchronized void breakOnce(Fault fault, int after, Runnable other) {
        next = new Break(fault, after, other);
    }

    /** Whether the fault has struck, and a late request has come; an error if what others were to do has failed. */
    synchronized boolean struck() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return next == null && late.get() == null;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            try {
                new Link(client, new Socket(server.getHost(), server.getPort())).start();
            } catch (IOException e) {
                failure.set(e);
                client.close();
            }
        }
    }

    private static void start(Copying copying) {
        Thread thread = new Thread(() -> {
            try {
                copying.run();
            } catch (SocketException | EOFException e) {
                // Closed, by one side or the other.
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Copying {
        void run() throws IOException;
    }

    private record Break(Fault fault, int after, Runnable other) {}

    /** A statement on its way, and the connection on which it comes. */
    private record Late(Link link, byte[] request) {}

    /** One client's connection. */
    private final class Link {
        private final Socket client;
        private final Socket database;
        private final CountDownLatch answered = new CountDownLatch(1);
        /** Its client waits for the end of what is done meanwhile, and learns nothing more. */
        private volatile boolean broken;

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void start() {
            PostgresProxy.start(this::passRequests);
            PostgresProxy.start(this::passAnswers);
        }

        private void passRequests() throws IOException {
            try (Closeable ignored = this::end) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = database.getOutputStream();
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                copyContent(in, request);
                send(out, request);
                while (true) {
                    byte kind = copyMessage(in, request);
                    if (kind != SYNC && kind != QUERY && kind != TERMINATE) {
                        continue;
                    }
                    if (isCommit(request)) {
                        sendLate();
                        Break due = due();
                        if (due != null) {
                            strike(due, out, request.toByteArray());
                            return;
                        }
                    }
                    send(out, request);
                }
            }
        }

        private void passAnswers() throws IOException {
            DataInputStream in = new DataInputStream(database.getInputStream());
            OutputStream out = client.getOutputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try (Closeable ignored = database) {
                while (true) {
                    byte kind = copyMessage(in, answer);
                    if (!broken) {
                        send(out, answer);
                    } else if (kind == READY_FOR_QUERY) {
                        return;
                    }
                }
            } finally {
                answered.countDown();
                if (!broken) {
                    client.close();
                }
            }
        }

        private void strike(Break due, OutputStream out, byte[] request) throws IOException {
            broken = true;
            switch (due.fault()) {
                case REPLY_LOST -> {
                    out.write(request);
                    await();
                }
                case REQUEST_LOST -> database.close();
                case REQUEST_LATE -> late.set(new Late(this, request));
            }
            try {
                due.other().run();
            } catch (RuntimeException | AssertionError e) {
                failure.set(e);
            }
        }

        /** Leaves the database's side open for a request that is late. */
        private void end() throws IOException {
            Late waiting = late.get();
            boolean expected = waiting != null && waiting.link() == this;
            // From here on the client sends again, and the late request may be sent.
            client.close();
            if (!expected) {
                database.close();
            }
        }

        private void await() {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void sendLate() throws IOException {
        Late waiting = late.getAndSet(null);
        if (waiting != null) {
            try {
                waiting.link().database.getOutputStream().write(waiting.request());
            } catch (IOException e) {
                failure.set(e);
            }
            waiting.link().await();
        }
    }

    /** Null if this statement is to pass. */
    private synchronized @Nullable Break due() {
        Break planned = next;
        if (planned == null || planned.after() == 0) {
            next = null;
            return planned;
        }
        next = new Break(planned.fault(), planned.after() - 1, planned.other());
        return null;
    }

    private static boolean isCommit(ByteArrayOutputStream request) {
        String text = request.toString(StandardCharsets.ISO_8859_1);
        return text.contains("UPDATE iceberg_tables") || text.contains("INSERT INTO iceberg_tables");
    }

    private static byte copyMessage(DataInputStream in, ByteArrayOutputStream to) throws IOException {
        byte kind = in.readByte();
        to.write(kind);
        copyContent(in, to);
        return kind;
    }

    private static void copyContent(DataInputStream in, ByteArrayOutputStream to) throws IOException {
        int length = in.readInt();
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.write(length >>> shift);
        }
        to.write(in.readNBytes(length - Integer.BYTES));
    }

    private static void send(OutputStream out, ByteArrayOutputStream messages) throws IOException {
        messages.writeTo(out);
        out.flush();
        messages.reset();
    }
}
