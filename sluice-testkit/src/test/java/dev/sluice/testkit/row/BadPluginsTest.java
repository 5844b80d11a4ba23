package dev.sluice.testkit.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowReasons;
import dev.sluice.api.row.RowValidator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Plug-ins that are bad, each in a way of its own, and one that is good. */
class BadPluginsTest {
    @Test
    void goodPluginPasses() {
        assertThat(failing(GoodTest.class)).isEmpty();
    }

    @Test
    void pluginThatEndsTheJvmIsFound() {
        assertThat(failing(ExitsTest.class)).containsExactly("neverEndsTheJvm()");
    }

    @Test
    void pluginThatLeavesAThreadIsFound() {
        assertThat(failing(LeaksThreadTest.class)).containsExactly("leavesNoThreadBehind()");
    }

    @Test
    void pluginThatChangesTheRecordIsFound() {
        assertThat(failing(MutatesTest.class)).containsExactly("recordIsLeftAsItIs()");
    }

    @Test
    void pluginThatRemembersEarlierRowsIsFound() {
        assertThat(failing(RemembersTest.class)).containsExactly("sameRowGivesTheSameResultAlways()");
    }

    @Test
    void pluginThatStumblesOverNullIsFound() {
        assertThat(failing(NotNullSafeTest.class)).containsExactly("nullsAreNoFaultOfThePlugin()");
    }

    @Test
    void pluginWithACodeThatNobodyKnowsIsFound() {
        assertThat(failing(UndeclaredCodeTest.class)).containsExactly("reasonsHaveCodesThatAreDeclared()");
    }

    @Test
    void pluginWithAnOptionThatIsNotDescribedIsFound() {
        assertThat(failing(HiddenOptionTest.class)).containsExactly("asksOnlyForOptionsThatItDescribes()");
    }

    @Test
    void pluginWhoseTasksShareAFieldIsFound() {
        assertThat(failing(SharesTest.class)).containsExactly("tasksOnManyThreadsDoNotDisturbOneAnother()");
    }

    private static List<String> failing(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    /** Not above ten letters, of any case. */
    public static class Good implements RowValidator {
        static final Option<String> COLUMN =
                Option.required("column", new OptionType.ColumnName(), "The column that holds the name.");

        String column = "";

        @Override
        public Descriptor descriptor() {
            return Descriptor.of("short_name", "The name must be short.", COLUMN);
        }

        @Override
        public List<String> reads(Options options) {
            return List.of(options.get(COLUMN), "tags");
        }

        @Override
        public void open(Options options, RowContext context) {
            column = options.get(COLUMN);
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            String name = record.text(column);
            if (name != null && name.length() > 10) {
                reasons.add("TOO_LONG", column, "the name is too long");
            }
        }
    }

    public static class Exits extends Good {
        @Override
        public void validate(RecordView record, RowReasons reasons) {
            super.validate(record, reasons);
            if ("stop everything".equals(record.text(column))) {
                System.exit(1);
            }
        }
    }

    public static class LeaksThread extends Good {
        @Override
        public void open(Options options, RowContext context) {
            super.open(options, context);
            Thread thread = new Thread(
                    () -> {
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                            return;
                        }
                    },
                    "refresher");
            thread.setDaemon(true);
            thread.start();
        }
    }

    public static class Mutates extends Good {
        @Override
        public void validate(RecordView record, RowReasons reasons) {
            super.validate(record, reasons);
            List<?> tags = record.list("tags");
            if (tags != null) {
                tags.clear();
            }
        }
    }

    public static class Remembers extends Good {
        private String last = "";

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            String name = record.text(column);
            if (name != null && name.equals(last)) {
                reasons.add("TOO_LONG", column, "the name has just been seen");
            }
            last = String.valueOf(name);
        }
    }

    public static class NotNullSafe extends Good {
        @Override
        public void validate(RecordView record, RowReasons reasons) {
            if (record.text(column).length() > 10) {
                reasons.add("TOO_LONG", column, "the name is too long");
            }
        }
    }

    public static class UndeclaredCode extends Good {
        @Override
        public void validate(RecordView record, RowReasons reasons) {
            String name = record.text(column);
            if (name != null && name.length() > 10) {
                reasons.add("ODD", column, "the name is odd");
            }
        }
    }

    public static class HiddenOption extends Good {
        private static final Option<Boolean> LENIENT =
                Option.of("lenient", new OptionType.Flag(), false, "Whether all names do.");

        private boolean lenient;

        @Override
        public void open(Options options, RowContext context) {
            super.open(options, context);
            lenient = options.get(LENIENT);
        }

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            if (!lenient) {
                super.validate(record, reasons);
            }
        }
    }

    public static class Shares extends Good {
        private static volatile String shared = "";

        @Override
        public void validate(RecordView record, RowReasons reasons) {
            shared = String.valueOf(record.text(column));
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
            if (shared.length() > 10) {
                reasons.add("TOO_LONG", column, "the name is too long");
            }
        }
    }

    abstract static class Suite extends RowValidatorContract {
        @Override
        protected Options options() {
            return Options.of(Map.of(Good.COLUMN, "name"));
        }

        @Override
        protected List<Map<String, Object>> rows() {
            return List.of(
                    Map.of("name", "Ada", "tags", List.of("a", "b")),
                    Map.of("name", "Bartholomew Larkin", "tags", List.of("c")),
                    Map.of("name", "Bo", "tags", List.of()));
        }

        @Override
        protected Set<String> codes() {
            return Set.of("TOO_LONG");
        }
    }

    static class GoodTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new Good();
        }
    }

    static class ExitsTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new Exits();
        }
    }

    static class LeaksThreadTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new LeaksThread();
        }
    }

    static class MutatesTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new Mutates();
        }
    }

    static class RemembersTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new Remembers();
        }
    }

    static class NotNullSafeTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new NotNullSafe();
        }
    }

    static class UndeclaredCodeTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new UndeclaredCode();
        }
    }

    static class HiddenOptionTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new HiddenOption();
        }
    }

    static class SharesTest extends Suite {
        @Override
        protected RowValidator plugin() {
            return new Shares();
        }
    }
}
