package dev.sluice.core.testing;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Origin;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of Java as a test file would say them. */
public final class Trees {
    private static final Origin NOWHERE = new Origin(new Location("test", 0, 0, 1), "test");

    private Trees() {}

    /** Texts stand in quotes, all other single values without. */
    public static MapTree of(Map<String, ? extends @Nullable Object> values) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        values.forEach((name, value) -> entries.put(name, new Entry(name, NOWHERE.location(), of((Object) value))));
        return new MapTree(entries, NOWHERE);
    }

    private static Tree of(@Nullable Object value) {
        if (value == null) {
            return new Scalar("", true, NOWHERE);
        }
        if (value instanceof List<?> list) {
            return new ListTree(list.stream().map(item -> of((Object) item)).toList(), NOWHERE);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            map.forEach((key, item) -> named.put(String.valueOf(key), item));
            return of(named);
        }
        return new Scalar(ValueText.plain(value), !(value instanceof String), NOWHERE);
    }
}
