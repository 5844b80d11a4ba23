package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.ZipArchive;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files of an archive. */
final class ArchiveParts implements SourceParts {
    private final String path;
    private final ZipArchive archive;

    ArchiveParts(String path, ZipArchive archive) {
        this.path = path;
        this.archive = archive;
    }

    @Override
    public @Nullable Part next() throws IOException {
        ZipArchive.Entry entry = archive.next();
        return entry == null
                ? null
                : new Part(entry.name().isEmpty() ? path : path + "!/" + entry.name(), new ByteWindow(entry.stream()));
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
