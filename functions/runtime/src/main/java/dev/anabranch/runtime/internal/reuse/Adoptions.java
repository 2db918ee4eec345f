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
 * What the actions of a rerun take from the run before it. The plan of a rerun is read once and kept; an adopted action then costs one
 * read, and one write for its own record. Runs that are no reruns are not touched.
 */
final class Adoptions {

    /** Plans kept: a container sees few runs at a time. */
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

    Adoptions(ActionHost host, ResultCopier copies) {
        this.host = host;
        this.copies = copies;
    }

    /**
     * The result of the same action of the earlier run, copied to where this run's are; empty where there is none that counts.
     *
     * @param order of the attempt that adopts it
     */
    Optional<StoredResult> find(Invocation action, long order) throws IOException {
        if (!action.run().rerun()) {
            return Optional.empty();
        }
        AdoptionPlan plan = plan(action.run().id());
        if (!plan.adopts(action.node(), action.path())) {
            return Optional.empty();
        }
        Optional<StoredResult> found = host.actions()
                .read(RecordKey.of(plan.source(), action.node(), action.path()))
                .flatMap(ActionRecord::stored);
        try {
            return found.isPresent() ? Optional.of(copies.of(found.get(), action, order)) : Optional.empty();
        } catch (PayloadMissing e) {
            return Optional.empty(); // The earlier run's data is being deleted, or has expired: the task makes it anew.
        }
    }

    /** True where somebody wants this action to run, whatever the cache has. */
    boolean isAfresh(Invocation action) {
        return action.run().rerun() && plan(action.run().id()).isAfresh(action.node(), action.path());
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
            throw new StoreException("What run `" + runId + "` adopts cannot be read: " + e.getMessage(), e);
        }
    }
}
