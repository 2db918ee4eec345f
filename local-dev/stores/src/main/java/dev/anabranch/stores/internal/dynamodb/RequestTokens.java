package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * Makes TransactWriteItems idempotent: a request with a known ClientRequestToken returns the first response without a
 * second write, for
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">ten minutes</a>.
 * Keeps at most {@value #MAX_TOKENS} tokens, in memory only: a restart discards them.
 */
final class RequestTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_TOKENS = 10_000;

    private record Done(TransactWriteItemsRequest request, TransactWriteItemsResponse response, Instant at) {}

    private final InstantSource clock;
    private final Map<String, Done> done = new LinkedHashMap<>();

    RequestTokens(InstantSource clock) {
        this.clock = clock;
    }

    TransactWriteItemsResponse once(TransactWriteItemsRequest request, Supplier<TransactWriteItemsResponse> work) {
        String token = request.clientRequestToken();
        if (token == null) {
            return work.get();
        }
        // Requests with a token run one after the other: two concurrent deliveries of one request would both miss the
        // token.
        synchronized (done) {
            Instant now = clock.instant();
            forgetOld(now);
            Done before = done.get(token);
            if (before == null) {
                TransactWriteItemsResponse response = work.get();
                done.put(token, new Done(request, response, now));
                return response;
            }
            if (!before.request().transactItems().equals(request.transactItems())) {
                throw DynamoDbErrors.fill(
                        IdempotentParameterMismatchException.builder(),
                        "IdempotentParameterMismatchException",
                        "Idempotent parameter mismatch: ClientRequestToken " + token
                                + " was used for another request within the last ten minutes");
            }
            return before.response();
        }
    }

    /** Removes expired tokens, and the oldest ones if the maximum is reached. The map is in insertion order. */
    private void forgetOld(Instant now) {
        Iterator<Done> oldest = done.values().iterator();
        while (oldest.hasNext()) {
            boolean expired = oldest.next().at().plus(LIFETIME).isBefore(now);
            if (!expired && done.size() < MAX_TOKENS) {
                return;
            }
            oldest.remove();
        }
    }
}
