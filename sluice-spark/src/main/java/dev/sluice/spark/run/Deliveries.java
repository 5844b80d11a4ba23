package dev.sluice.spark.run;

import dev.sluice.api.sink.Sink;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Step;
import dev.sluice.spark.delivery.Delivery;
import dev.sluice.spark.delivery.DeliveryContext;
import dev.sluice.spark.delivery.DeliveryObserver;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the published state of a pipeline's target to its sinks. What fails there undoes nothing. */
record Deliveries(Engine engine, PipelineSpec spec, RunListener listener) {
    /** @return in the order of the sinks; none in a sandbox */
    List<DeliveryResult> deliver() {
        Optional<DeliveryObserver> observer = engine.deliveries();
        if (spec.sinks().isEmpty() || observer.isEmpty()) {
            return List.of();
        }
        DeliveryContext context = new DeliveryContext(
                engine.project().name() + "/" + spec.name(),
                engine.project().folder(),
                engine.project().connections(),
                engine.sessionFor(ZoneOffset.UTC),
                observer.get());
        Delivery delivery =
                new Delivery(engine.catalog(), spec.target().table(), context, engine.clock(), engine.random());
        List<DeliveryResult> results = new ArrayList<>();
        for (Step<Sink> sink : spec.sinks()) {
            listener.step("deliver", sink.name() + ": " + sink.plugin().place(sink.options()));
            results.add(delivery.to(sink));
        }
        return results;
    }
}
