package dev.sluice.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.AskedPromotion;
import dev.sluice.core.ledger.Promotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.Workbench;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several tables get other names in one step, or none does. */
class RenameTest {
    private static final TableName ORDERS = new TableName("crm", "orders");
    private static final TableName MAIN = ORDERS.beside("main");
    private static final TableName V2 = ORDERS.beside("v2");
    private static final List<RenamedTable> PROMOTION = List.of(
            new RenamedTable(ORDERS, MAIN),
            new RenamedTable(ORDERS.quarantine(), MAIN.quarantine()),
            new RenamedTable(V2, ORDERS),
            new RenamedTable(V2.quarantine(), ORDERS.quarantine()));
    private static final Schema SCHEMA = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));

    @TempDir
    Path folder;

    private long asked;

    private AskedPromotion asked(List<RenamedTable> tables) {
        return asked(++asked, tables);
    }

    private static AskedPromotion asked(long number, List<RenamedTable> tables) {
        return new AskedPromotion(number, new Promotion("orders", "main", "v2", ORDERS, "any", tables, "ada"));
    }

    private static UUID create(ProjectCatalog catalog, TableName name) {
        return catalog.create(name, SCHEMA, PartitionSpec.unpartitioned(), Map.of())
                .uuid();
    }

    private static UUID uuid(ProjectCatalog catalog, TableName name) {
        return catalog.find(name).orElseThrow().uuid();
    }

    @Test
    void allTablesHaveTheirNewNamesAndNobodyCommitsToTheOldOnes() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            UUID live = create(catalog, ORDERS);
            create(catalog, ORDERS.quarantine());
            UUID next = create(catalog, V2);
            UUID bad = create(catalog, V2.quarantine());
            Table loaded = catalog.find(ORDERS).orElseThrow();

            assertThat(catalog.rename(asked(PROMOTION))).isTrue();

            assertThat(uuid(catalog, ORDERS)).isEqualTo(next);
            assertThat(uuid(catalog, ORDERS.quarantine())).isEqualTo(bad);
            assertThat(uuid(catalog, MAIN)).isEqualTo(live);
            assertThat(catalog.find(V2)).isEmpty();
            assertThatThrownBy(() -> loaded.newAppend().commit()).isNotNull();
            assertThat(catalog.find(ORDERS).orElseThrow().currentSnapshot()).isNull();
            assertThat(catalog.find(MAIN).orElseThrow().currentSnapshot()).isNull();
        }
    }

    @Test
    void noTableHasAnotherNameIfOneIsMissingOrItsNameIsTaken() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            UUID live = create(catalog, ORDERS);
            create(catalog, ORDERS.quarantine());
            UUID next = create(catalog, V2);
            assertThatThrownBy(() -> catalog.rename(asked(PROMOTION)))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("there is no table crm.orders__v2__quarantine");
            assertThat(uuid(catalog, ORDERS)).isEqualTo(live);
            assertThat(uuid(catalog, V2)).isEqualTo(next);

            create(catalog, V2.quarantine());
            create(catalog, MAIN.quarantine());
            assertThatThrownBy(() -> catalog.rename(asked(PROMOTION))).isInstanceOf(SluiceException.class);
            assertThat(uuid(catalog, ORDERS)).isEqualTo(live);
            assertThat(catalog.find(MAIN)).isEmpty();
        }
    }

    @Test
    void whoReadsAllTheWhileAlwaysFindsOneOfTheTwo() throws InterruptedException {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog readers = ProjectCatalog.open(Workbench.project(folder))) {
            Set<UUID> both = Set.of(create(catalog, ORDERS), create(catalog, V2));
            Set<Optional<UUID>> seen = ConcurrentHashMap.newKeySet();
            AtomicBoolean over = new AtomicBoolean();
            Thread reader = new Thread(() -> {
                while (!over.get()) {
                    seen.add(readers.find(ORDERS).map(Table::uuid));
                }
            });
            reader.start();
            for (int i = 0; i < 20; i++) {
                assertThat(catalog.rename(asked(List.of(new RenamedTable(ORDERS, MAIN), new RenamedTable(V2, ORDERS)))))
                        .isTrue();
                assertThat(catalog.rename(asked(List.of(new RenamedTable(ORDERS, V2), new RenamedTable(MAIN, ORDERS)))))
                        .isTrue();
            }
            over.set(true);
            reader.join();

            assertThat(seen)
                    .isNotEmpty()
                    .isSubsetOf(both.stream().map(Optional::of).toList());
        }
    }

    /** Its process was stopped; others have finished the promotion, and gone back. */
    @Test
    void aPromotionThatComesLateChangesNothing() {
        List<RenamedTable> there = List.of(new RenamedTable(ORDERS, MAIN), new RenamedTable(V2, ORDERS));
        List<RenamedTable> back = List.of(new RenamedTable(ORDERS, V2), new RenamedTable(MAIN, ORDERS));
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            UUID live = create(catalog, ORDERS);
            create(catalog, V2);
            assertThat(catalog.rename(asked(1, there))).isTrue();
            assertThat(catalog.rename(asked(2, back))).isTrue();

            assertThat(catalog.rename(asked(1, there))).isFalse();
            assertThat(catalog.rename(asked(2, there))).isFalse();
            assertThat(uuid(catalog, ORDERS)).isEqualTo(live);

            assertThat(catalog.refuse(asked(3, there))).isTrue();
            assertThat(catalog.rename(asked(3, there))).isFalse();
            assertThat(catalog.rename(asked(10, there))).isTrue();
        }
    }

    @Test
    void aTableOfANameThatAnotherHadBeforeHasFilesOfItsOwn() {
        try (ProjectCatalog catalog = ProjectCatalog.open(Workbench.project(folder))) {
            create(catalog, ORDERS);
            assertThat(catalog.find(ORDERS).orElseThrow().location()).endsWith("/crm/orders");
            assertThat(catalog.rename(asked(List.of(new RenamedTable(ORDERS, MAIN)))))
                    .isTrue();

            create(catalog, ORDERS);

            assertThat(catalog.find(MAIN).orElseThrow().location()).endsWith("/crm/orders");
            assertThat(catalog.find(ORDERS).orElseThrow().location()).matches(".*/crm/orders-[0-9a-f]{8}");
        }
    }

    @ParameterizedTest
    @CsvSource({"executeUpdate, false", "commit, false", "commit, true"})
    void whateverIsLostOnTheWayAllOrNoneHaveTheirNames(String at, boolean reachesTheDatabase) {
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                ProjectCatalog faulty = ProjectCatalog.open(
                        new SluiceJdbcCatalog(),
                        settings -> new SingleSendPool(settings) {
                            @Override
                            protected Connection newClient() {
                                return breaking(super.newClient(), at, reachesTheDatabase);
                            }
                        },
                        Workbench.project(folder),
                        new Configuration())) {
            UUID live = create(clean, ORDERS);
            create(clean, ORDERS.quarantine());
            UUID next = create(clean, V2);
            create(clean, V2.quarantine());

            assertThatThrownBy(() -> faulty.rename(asked(PROMOTION))).isInstanceOf(SluiceException.class);

            assertThat(uuid(clean, ORDERS)).isEqualTo(reachesTheDatabase ? next : live);
            assertThat(clean.find(MAIN).isPresent()).isEqualTo(reachesTheDatabase);
            assertThat(clean.find(V2).isPresent()).isEqualTo(!reachesTheDatabase);
            if (!reachesTheDatabase) {
                clean.rename(asked(PROMOTION));
                assertThat(uuid(clean, ORDERS)).isEqualTo(next);
            }
        }
    }

    /** A connection that is gone at its first call of that name, or at the first of a statement of it. */
    private static Connection breaking(Connection real, String at, boolean reachesTheDatabase) {
        return proxy(Connection.class, real, real, at, reachesTheDatabase);
    }

    private static <T> T proxy(
            Class<T> type, Object target, Connection connection, String at, boolean reachesTheDatabase) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    boolean breaks = method.getName().equals(at);
                    try {
                        Object result = breaks && !reachesTheDatabase ? null : method.invoke(target, arguments);
                        if (breaks) {
                            connection.close();
                            throw new SQLException("the connection was reset", "08006");
                        }
                        return method.getName().equals("prepareStatement")
                                ? proxy(PreparedStatement.class, result, connection, at, reachesTheDatabase)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
