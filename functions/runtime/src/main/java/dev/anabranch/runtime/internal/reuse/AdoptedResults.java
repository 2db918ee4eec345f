package dev.anabranch.runtime.internal.reuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.MalformedInvocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The results that actions of a rerun adopt from the earlier run. The plan of a rerun is read once and kept in memory.
 * An adopted action costs one read, and one write for its record. Other runs are not affected.
 */
final class AdoptedResults {

    /** The maximum number of plans in memory: a container serves few runs at a time. */
    private static final int KEPT = 8;

    private final ActionHost host;
    private final ResultCopier copies;
    private final Map<String, AdoptionPlan> plans = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AdoptionPlan> eldest) {
            return size() > KEPT;
        }
    };

    AdoptedResults(ActionHost host, ResultCopier copies) {
        this.host = host;
        this.copies = copies;
    }

    /**
     * Returns the result of the same action of the earlier run and what it reported, copied into this run; empty if there is none to adopt.
     *
     * @param order the order of the attempt that adopts it
     */
    Optional<ReusedResult> find(Invocation action, long order) throws IOException {
        if (!action.run().rerun()) {
            return Optional.empty();
        }
        AdoptionPlan plan = plan(action.run().id());
        if (!plan.adopts(action.node(), action.path())) {
            return Optional.empty();
        }
        Optional<ActionRecord> found = host.actions().read(RecordKey.of(plan.source(), action.node(), action.path()));
        Optional<StoredResult> stored = found.flatMap(ActionRecord::stored);
        try {
            return stored.isPresent()
                    ? Optional.of(copies.of(stored.get(), found.get().telemetry(), plan.source(), action, order))
                    : Optional.empty();
        } catch (PayloadMissing e) {
            return Optional
                    .empty(); // The earlier run's data has expired or is being deleted: the task computes the result
            // again.
        }
    }

    /** Returns true if the rerun's selection requires this action to run even if the cache has its result. */
    boolean ignoresCache(Invocation action) {
        return action.run().rerun() && plan(action.run().id()).ignoresCache(action.node(), action.path());
    }

    private AdoptionPlan plan(String runId) {
        synchronized (plans) {
            AdoptionPlan known = plans.get(runId);
            if (known == null) {
                known = read(runId);
                plans.put(runId, known);
            }
            return known;
        }
    }

    private AdoptionPlan read(String runId) {
        byte[] json = host.payloads().get(PayloadKeys.adoption(runId));
        try {
            return AdoptionPlan.parse(TaskJson.tree().readTree(new String(json, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException | MalformedInvocation e) {
            throw new StoreException("The adoption plan of run `" + runId + "` cannot be read: " + e.getMessage(), e);
        }
    }
}
