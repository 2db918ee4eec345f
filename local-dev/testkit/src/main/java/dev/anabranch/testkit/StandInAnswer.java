package dev.anabranch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.runs.internal.api.InputType;
import dev.anabranch.runs.internal.lifecycle.SignalRequest;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a test to the actions of a node.
 *
 * @param after how long after the beginning of a wait it is answered
 * @param answer returns the answer for the indexes of an action, or null for none
 */
record StandInAnswer(Duration after, Function<List<Long>, @Nullable Object> answer) {

    /**
     * Answers an action as the run API does.
     *
     * @throws dev.anabranch.runs.internal.graph.RunRefused if the answer has another type than the node declares
     */
    void answer(@Nullable EmbeddedCloud running, String run, String node, List<Long> path) {
        EmbeddedCloud cloud = Objects.requireNonNull(running, "The cloud runs before a run begins.");
        Object given = answer.apply(path);
        if (given == null || cloud.runs().get(run).status().ended()) {
            return;
        }
        JsonNode json = TaskJson.tree(given);
        InputType.of(cloud.runs().awaiting(run, node).answer()).check(json);
        cloud.runs().signal(new SignalRequest(run, node, List.of(path), json, node + path));
    }
}
