package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.TypedTask;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import java.util.Optional;

/** Results that an action may take instead of running: of the run that this one is a rerun of, and of the cache. */
public final class ReusableResults {

    private final Adoptions adoptions;
    private final ResultCache cache;

    public ReusableResults(ActionHost host, TypedTask task) {
        ResultCopier copies = new ResultCopier(host, task);
        this.adoptions = new Adoptions(host, copies);
        this.cache = new ResultCache(host, task.name(), copies);
    }

    public ResultCache cache() {
        return cache;
    }

    /** True where there is something to ask for. */
    public boolean isPossible(Invocation action, Optional<String> cacheKey) {
        return action.run().rerun() || cacheKey.isPresent();
    }

    /**
     * A result that will do.
     *
     * @param order of the attempt that asks
     * @throws StoreException when the earlier run cannot be asked; a cache that cannot is none
     */
    public Optional<StoredResult> find(Invocation action, Optional<String> cacheKey, long order, System.Logger log)
            throws IOException {
        Optional<StoredResult> adopted = adoptions.find(action, order);
        if (adopted.isPresent() || cacheKey.isEmpty() || adoptions.isAfresh(action)) {
            return adopted;
        }
        return cache.find(cacheKey.get(), action, order, log);
    }
}
