package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.runtime.internal.codec.DecimalTypes;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.InputReader;
import dev.anabranch.runtime.internal.invoke.TypedTask;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.CacheSettings;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cache of results, by {@link CacheKey}. It is best effort: a failure is logged, and the action runs as without a
 * cache. A large payload is copied out of its run, because the run's data may be deleted.
 */
public final class ResultCache {

    /** The longest retention, that of records. */
    private static final Duration LONGEST = Duration.ofDays(Retention.RECORD_DAYS);

    private final ActionHost host;
    private final TypedTask task;
    private final ResultCopier copies;

    ResultCache(ActionHost host, TypedTask task, ResultCopier copies) {
        this.host = host;
        this.task = task;
        this.copies = copies;
    }

    /** Returns the cache key of an action; empty if its result is not cached, or if its input cannot be read. */
    public Optional<String> key(Invocation action, InputReader inputs) {
        try {
            return action.caching()
                    .map(caching -> CacheKey.of(
                            task.name(),
                            caching.version(),
                            inputs.whole(action),
                            () -> !task.takesJson() && DecimalTypes.mayHoldDecimal(task.input())));
        } catch (UnreadableInput | StoreException | PayloadMissing e) {
            return Optional.empty(); // The attempt fails with the same error.
        }
    }

    /**
     * Returns the cached result; empty if there is none. Its files are copied into this run; if a file no longer
     * exists, the result is ignored.
     *
     * @param order the order of the attempt
     */
    Optional<StoredResult> find(String key, Invocation action, long order, System.Logger log) {
        if (action.run().noCache()) {
            return Optional.empty();
        }
        try {
            Optional<StoredResult> found =
                    host.actions().cached(key, host.clock().instant());
            if (found.isPresent() && copies.mayHoldFiles()) {
                return Optional.of(copies.of(found.get(), action, order));
            }
            if (found.isPresent() && !(found.get() instanceof StoredResult.Inline)) {
                host.payloads().open(found.get()).close();
            }
            return found;
        } catch (PayloadMissing e) {
            return Optional.empty(); // The payload has expired or is being deleted.
        } catch (StoreException | IOException e) {
            log.log(System.Logger.Level.WARNING, "The cache could not be read, so the action runs.", e);
            return Optional.empty();
        }
    }

    /** Stores a result in the cache until the call's time to live has passed. */
    public void keep(String key, Invocation action, StoredResult result, System.Logger log) {
        Duration kept = action.caching()
                .map(CacheSettings::ttlSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .filter(ttl -> ttl.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        Instant expires = host.clock().instant().plus(kept);
        try {
            host.actions().keep(key, outsideTheRun(key, result), expires);
        } catch (StoreException | PayloadMissing | IOException e) {
            log.log(System.Logger.Level.WARNING, "The result could not be stored in the cache.", e);
        }
    }

    private StoredResult outsideTheRun(String key, StoredResult result) throws IOException {
        if (result instanceof StoredResult.Inline) {
            return result;
        }
        String copy = PayloadKeys.cached(key);
        try (PayloadBuffer document = new PayloadBuffer(host.scratch());
                InputStream in = host.payloads().open(result)) {
            in.transferTo(document);
            document.putTo(host.payloads(), copy, PayloadStore.JSON);
            return new StoredResult.InStore(copy, document.size());
        }
    }
}
