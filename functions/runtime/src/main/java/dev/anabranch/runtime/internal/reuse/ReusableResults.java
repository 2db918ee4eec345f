package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.TypedTask;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import java.util.Optional;

/** Finds results that an action can reuse instead of running: from the earlier run of a rerun, and from the cache. */
public final class ReusableResults {

    private final AdoptedResults adoptions;
    private final ResultCache cache;

    public ReusableResults(ActionHost host, TypedTask task) {
        ResultCopier copies = new ResultCopier(host, task);
        this.adoptions = new AdoptedResults(host, copies);
        this.cache = new ResultCache(host, task, copies);
    }

    public ResultCache cache() {
        return cache;
    }

    /** Returns true if the action may have a reusable result. */
    public boolean isPossible(Invocation action, Optional<String> cacheKey) {
        return action.run().rerun() || cacheKey.isPresent();
    }

    /**
     * Returns a reusable result; empty if there is none.
     *
     * @param order the order of the attempt
     * @throws StoreException if the earlier run cannot be read; a cache that cannot be read is ignored
     */
    public Optional<ReusedResult> find(Invocation action, Optional<String> cacheKey, long order, System.Logger log)
            throws IOException {
        Optional<ReusedResult> adopted = adoptions.find(action, order);
        if (adopted.isPresent() || cacheKey.isEmpty() || adoptions.ignoresCache(action)) {
            return adopted;
        }
        return cache.find(cacheKey.get(), action, order, log).map(found -> new ReusedResult(found, Telemetry.NONE));
    }
}
