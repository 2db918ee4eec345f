package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a port that have no response yet. While the disk refuses writes, they are rejected instead of waiting
 * for free space. A request that was rejected while it was being processed may still take effect, as with any server.
 * Thread-safe.
 */
public final class PendingRequests {

    private final Map<HttpExchange, Refusal> pending = new ConcurrentHashMap<>();
    private volatile @Nullable String trouble;

    /** Sends the response with status 503 to a request. */
    @FunctionalInterface
    public interface Refusal {
        /**
         * Sends the response.
         *
         * @param reason a sentence for the user
         */
        void send(String reason) throws IOException;
    }

    /** Registers a request. Returns false if it was rejected; the caller must not handle it then. */
    public boolean begin(HttpExchange exchange, Refusal refusal) throws IOException {
        String reason = trouble;
        if (reason != null) {
            refusal.send(reason);
            return false;
        }
        pending.put(exchange, refusal);
        return true;
    }

    /**
     * Unregisters a request. Returns true if the caller must send the response; false if the request was rejected
     * meanwhile.
     */
    public boolean end(HttpExchange exchange) {
        return pending.remove(exchange) != null;
    }

    /**
     * Starts or stops rejecting all requests.
     *
     * @param reason a sentence for the user; empty if the disk accepts writes
     */
    public void refuse(Optional<String> reason) {
        trouble = reason.orElse(null);
        reason.ifPresent(sentence -> pending.forEach((exchange, refusal) -> {
            if (pending.remove(exchange, refusal)) {
                try {
                    refusal.send(sentence);
                } catch (IOException clientGone) {
                    exchange.close();
                }
            }
        }));
    }
}
