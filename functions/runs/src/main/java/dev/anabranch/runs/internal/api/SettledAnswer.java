package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.lifecycle.Runs;
import java.util.function.Supplier;

/**
 * An answer about actions, which clients keep if these cannot change.
 *
 * @param settled true if no action of it can change while the run goes on
 * @param failures true if it has failed actions: a late delivery can still compute one of them
 */
record SettledAnswer(ObjectNode json, boolean settled, boolean failures) {

    /**
     * Returns the response to a request for actions of a run. It has a tag if the answer is settled, and is 304 without a
     * read if the client has that tag. The tag only tells the run from a deleted one with the same id.
     */
    static ApiResponse of(Route.Call call, Runs runs, Supplier<SettledAnswer> read) {
        String tag = "\"" + runs.started(call.variable()).toEpochMilli() + "\"";
        if (call.request().header("if-none-match").filter(tag::equals).isPresent()) {
            return ApiResponse.empty(304).with("ETag", tag);
        }
        SettledAnswer answer = read.get();
        ApiResponse response = ApiResponse.json(200, answer.json);
        boolean keeps = answer.settled && (!answer.failures || runs.isFinal(call.variable()));
        return keeps ? response.with("ETag", tag) : response;
    }
}
