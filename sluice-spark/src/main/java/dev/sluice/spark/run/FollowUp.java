package dev.sluice.spark.run;

import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;

/** What follows once runs of a pipeline have published: what fails there is told, and undoes nothing. */
record FollowUp(Engine engine, PipelineSpec spec, RunListener listener) {
    /** Brings what is published to the sinks, and maintains the tables if it is time. @param last of these runs */
    RunResult after(RunResult last) {
        List<DeliveryResult> deliveries = deliver();
        List<String> warnings = new ArrayList<>(last.warnings());
        warnings.addAll(maintain());
        return last.withDeliveries(deliveries).withWarnings(warnings);
    }

    List<DeliveryResult> deliver() {
        return new Deliveries(engine, spec, listener).deliver();
    }

    /** @return warnings */
    List<String> maintain() {
        return Maintenance.whenDue(engine, spec, listener);
    }
}
