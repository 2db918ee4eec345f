package dev.anabranch.action;

import dev.anabranch.wire.Caching;
import dev.anabranch.wire.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Results that later actions may take, by {@link CacheKey}. It is an optimisation and nothing else: whatever goes wrong with it is
 * logged, and the action runs as if there were none. A large payload is copied out of its run, whose data may be deleted.
 */
final class ResultCache {

    /** As long as records are kept. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final ActionHost host;
    private final String task;
    private final OwnCopies copies;

    ResultCache(ActionHost host, String task, OwnCopies copies) {
        this.host = host;
        this.task = task;
        this.copies = copies;
    }

    /** Under what the result of an action is kept; empty where it is not to be, or where its input cannot be read. */
    Optional<String> key(Invocation action, InputReader inputs) {
        try {
            return action.caching().map(caching -> CacheKey.of(task, caching.version(), inputs.whole(action)));
        } catch (UnreadableInput | StoreException | PayloadMissing e) {
            return Optional.empty(); // The attempt itself meets the same, and says so.
        }
    }

    /**
     * What is kept, if anything. Files that it names are copied into this run; where they are gone, it does not count.
     *
     * @param order of the attempt that asks
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
            return Optional.empty(); // It has expired, or is being deleted.
        } catch (StoreException | IOException e) {
            log.log(System.Logger.Level.WARNING, "The cache could not be read: the action runs.", e);
            return Optional.empty();
        }
    }

    void keep(String key, Invocation action, StoredResult result, System.Logger log) {
        Duration kept = action.caching()
                .map(Caching::ttlSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .filter(ttl -> ttl.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        Instant expires = host.clock().instant().plus(kept);
        try {
            host.actions().keep(key, outsideTheRun(key, result), expires);
        } catch (StoreException | PayloadMissing | IOException e) {
            log.log(System.Logger.Level.WARNING, "The result could not be kept for later actions.", e);
        }
    }

    private StoredResult outsideTheRun(String key, StoredResult result) throws IOException {
        if (result instanceof StoredResult.Inline) {
            return result;
        }
        String copy = PayloadKeys.cached(key);
        try (Spool document = new Spool(host.scratch());
                InputStream in = host.payloads().open(result)) {
            in.transferTo(document);
            document.putTo(host.payloads(), copy, Answer.JSON);
            return new StoredResult.InStore(copy, document.size());
        }
    }
}
