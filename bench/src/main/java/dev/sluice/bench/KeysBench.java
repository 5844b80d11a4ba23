package dev.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** What rules cost that look keys up: a foreign key to a list, and keys that no other row may have. */
final class KeysBench {
    private static final int ORDERS_PER_CUSTOMER = 20;
    private static final String NONE = "no key rule";
    private static final String FOREIGN = "foreign key";
    private static final String UNIQUE = "unique";

    private KeysBench() {}

    static Report run(Bench bench) throws Exception {
        Orders orders =
                new Orders(bench.workload().rows(), (int) (bench.workload().rows() / ORDERS_PER_CUSTOMER));
        bench.progress().accept("%d orders of %d customers".formatted(orders.rows(), orders.customers()));
        orders.write(bench.data());
        String exists = "  - {type: exists_in, columns: [customer], file: \"%s\", key: [id]}\n"
                .formatted(orders.customerFile(bench.data()));
        List<SluiceLoad> loads = new ArrayList<>();
        try {
            SparkSession spark = LocalSpark.start();
            loads.add(load(bench, spark, orders, NONE, "", orders.all()));
            loads.add(load(bench, spark, orders, FOREIGN, exists, orders.knownCustomers()));
            loads.add(load(bench, spark, orders, UNIQUE, "  - {type: unique, columns: [id]}\n", orders.uniqueIds()));
            Times times = bench.race().run(loads);
            return new Report("keys", "The cost of keys", facts(bench, orders), times, findings(times));
        } finally {
            loads.forEach(SluiceLoad::close);
        }
    }

    private static List<String> facts(Bench bench, Orders orders) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d orders as CSV (%,d MB), 7 columns; three of ten are of one of the %,d customers, half of the others of a"
                                + " hundredth of them; one in %d of a customer who is in no list, one in %d with the id of another",
                        orders.rows(),
                        orders.orderFile(bench.data()).toFile().length() / 1_000_000,
                        orders.customers(),
                        Orders.ORPHAN_EVERY,
                        Orders.REPEATED_EVERY),
                Machine.facts(),
                "heap of the one JVM, %,d MB; %d rounds after %d to warm up, contestants in turns"
                        .formatted(
                                Runtime.getRuntime().maxMemory() / 1_000_000,
                                bench.race().rounds(),
                                bench.race().warmUps()));
    }

    private static List<Finding> findings(Times times) {
        return List.of(
                new Finding("foreign key ÷ none", times.ratio(FOREIGN, NONE), "<= 1.30"),
                new Finding("foreign key ÷ none, CPU time", times.cpuRatio(FOREIGN, NONE), ""),
                new Finding("unique ÷ none", times.ratio(UNIQUE, NONE), "<= 2.50"),
                new Finding("unique ÷ none, CPU time", times.cpuRatio(UNIQUE, NONE), ""));
    }

    private static SluiceLoad load(
            Bench bench, SparkSession spark, Orders orders, String name, String rules, Counts expected)
            throws Exception {
        Path folder = bench.work().resolve(name.replace(' ', '-'));
        return new SluiceLoad(
                name,
                folder,
                spark,
                pipeline -> pipeline(pipeline, orders.orderFile(bench.data()), rules),
                expected,
                bench.race().allRounds());
    }

    private static String pipeline(String name, Path file, String rules) {
        return """
                pipeline: %s
                source: {files: "%s", format: csv}
                target:
                  table: bench.%s
                  columns:
                    id:       {type: long, required: true}
                    customer: {type: long, required: true}
                    product:  {type: string}
                    amount:   {type: "decimal(10,2)"}
                    quantity: {type: int}
                    state:    {type: string, enum: [open, done]}
                    ordered:  {type: timestamp}
                """.formatted(name, file, name) + (rules.isEmpty() ? "" : "validate:\n" + rules);
    }
}
