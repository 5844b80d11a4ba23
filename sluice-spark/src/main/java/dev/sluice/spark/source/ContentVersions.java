package dev.sluice.spark.source;

import dev.sluice.core.batch.ContentHash;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.spark.source.FileStore.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Reads files to know them by a hash of their content; as many at once as there are processors. */
final class ContentVersions {
    private ContentVersions() {}

    static List<SourceFile> of(List<Entry> entries, Function<String, FileStore> store) {
        if (entries.isEmpty()) {
            return List.of();
        }
        int threads = Math.min(entries.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<SourceFile>> hashes = new ArrayList<>();
            for (Entry entry : entries) {
                hashes.add(pool.submit(() -> hash(entry, store.apply(entry.path()))));
            }
            List<SourceFile> files = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                files.add(get(hashes.get(i), entries.get(i).path()));
            }
            return files;
        } finally {
            pool.shutdownNow();
        }
    }

    private static SourceFile hash(Entry entry, FileStore store) throws IOException {
        try (InputStream content = store.open(entry.path())) {
            return new SourceFile(entry.path(), entry.size(), ContentHash.version(content));
        }
    }

    private static SourceFile get(Future<SourceFile> hash, String path) {
        try {
            return hash.get();
        } catch (ExecutionException e) {
            throw FileLister.unreadable(path, e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FileLister.unreadable(path, e);
        }
    }
}
