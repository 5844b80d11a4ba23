package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ByteWindow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is no archive; its reader closes it. */
final class SinglePart implements SourceParts {
    private @Nullable Part part;

    SinglePart(String uri, ByteWindow window) {
        this.part = new Part(uri, window);
    }

    @Override
    public @Nullable Part next() {
        Part only = part;
        part = null;
        return only;
    }

    @Override
    public void close() throws IOException {
        if (part != null) {
            part.window().close();
        }
    }
}
