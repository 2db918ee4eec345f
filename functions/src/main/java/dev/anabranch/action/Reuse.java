package dev.anabranch.action;

import dev.anabranch.wire.Invocation;
import java.io.IOException;
import java.util.Optional;

/** Results that an action may take instead of running: of the run that this one is a rerun of, and of the cache. */
final class Reuse {

    private final Adoptions adoptions;
    private final ResultCache cache;

    Reuse(ActionHost host, TypedTask task) {
        OwnCopies copies = new OwnCopies(host, task);
        this.adoptions = new Adoptions(host, copies);
        this.cache = new ResultCache(host, task.name(), copies);
    }

    ResultCache cache() {
        return cache;
    }

    /** True where there is something to ask for. */
    boolean isPossible(Invocation action, Optional<String> cacheKey) {
        return action.run().rerun() || cacheKey.isPresent();
    }

    /**
     * A result that will do.
     *
     * @param order of the attempt that asks
     * @throws StoreException when the earlier run cannot be asked; a cache that cannot is none
     */
    Optional<StoredResult> find(Invocation action, Optional<String> cacheKey, long order, System.Logger log)
            throws IOException {
        Optional<StoredResult> adopted = adoptions.find(action, order);
        if (adopted.isPresent() || cacheKey.isEmpty() || adoptions.isAfresh(action)) {
            return adopted;
        }
        return cache.find(cacheKey.get(), action, order, log);
    }
}
