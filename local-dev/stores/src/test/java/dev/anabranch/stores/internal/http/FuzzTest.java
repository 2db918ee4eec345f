package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Runs mutated state machines, inputs and requests. Each must end with a result or a named error; none may hang or
 * cause an internal error. {@code -Danabranch.fuzz=<n>} sets the number of cases, {@code -Danabranch.seed=<seed>} runs
 * the case of one seed.
 */
final class FuzzTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/fuzz";
    private static final List<FuzzCorpus.Seed> CORPUS = FuzzCorpus.all();
    private static final List<JsonNode> DOCUMENTS = CORPUS.stream()
            .flatMap(seed -> List.of(seed.definition(), seed.input()).stream())
            .toList();

    @Test
    void mutatedStateMachinesEndOrAreRejected() throws InterruptedException {
        Map<String, Long> endings = FuzzRuns.check(FuzzTest::stateMachine);

        // The test is effective only if some of the state machines are accepted and run.
        assertThat(endings).containsKeys("SUCCEEDED", "FAILED", "InvalidDefinition");
    }

    @Test
    void mutatedRequestsSucceedOrAreRejected() throws InterruptedException {
        Map<String, Long> endings = FuzzRuns.check(FuzzTest::requests);

        assertThat(endings).hasSizeGreaterThan(1);
    }

    private static String stateMachine(SplittableRandom random) {
        FuzzCorpus.Seed seed = CORPUS.get(random.nextInt(CORPUS.size()));
        List<JsonNode> near = new ArrayList<>(List.of(seed.definition()));
        near.addAll(DOCUMENTS);
        JsonMutations mutations = new JsonMutations(random, near);
        JsonNode definition =
                switch (random.nextInt(8)) {
                    case 0 -> seed.definition();
                    case 1, 2 -> mutations.of(seed.definition());
                    default -> mutations.inValues(seed.definition());
                };
        JsonNode input = random.nextInt(3) == 0 ? mutations.of(seed.input()) : seed.input();
        boolean express = random.nextInt(4) == 0;
        if (Long.getLong("anabranch.seed") != null) {
            System.out.println(JsonMutations.text(definition) + "\n" + JsonMutations.text(input));
        }
        try (FuzzCloud cloud = new FuzzCloud(random.nextLong())) {
            ObjectNode create = ProtocolJson.object()
                    .put("name", "fuzz")
                    .put("definition", JsonMutations.text(definition))
                    .put("type", express ? "EXPRESS" : "STANDARD")
                    .put("roleArn", ROLE);
            String arn;
            try {
                arn = cloud.call("CreateStateMachine", create)
                        .path("stateMachineArn")
                        .asText();
            } catch (ApiException e) {
                return FuzzCloud.named(e);
            }
            return cloud.end(arn, JsonMutations.text(input), express);
        }
    }

    private static final List<String> OPERATIONS = List.of(
            "CreateStateMachine",
            "UpdateStateMachine",
            "DeleteStateMachine",
            "DescribeStateMachine",
            "ListStateMachines",
            "StartExecution",
            "StopExecution",
            "RedriveExecution",
            "DescribeExecution",
            "ListExecutions",
            "GetExecutionHistory",
            "DescribeMapRun",
            "ListMapRuns",
            "UpdateMapRun",
            "SendTaskSuccess",
            "SendTaskFailure",
            "SendTaskHeartbeat",
            "ValidateStateMachineDefinition",
            "TestState",
            "TagResource",
            "UntagResource",
            "ListTagsForResource",
            "PublishStateMachineVersion",
            "ListStateMachineVersions",
            "DeleteStateMachineVersion",
            "CreateStateMachineAlias",
            "DescribeStateMachineAlias",
            "UpdateStateMachineAlias",
            "DeleteStateMachineAlias",
            "ListStateMachineAliases",
            "DescribeStateMachineForExecution",
            "Nothing");

    private static String requests(SplittableRandom random) {
        FuzzCorpus.Seed seed = CORPUS.get(random.nextInt(CORPUS.size()));
        JsonMutations mutations = new JsonMutations(random, DOCUMENTS);
        String ended = "";
        try (FuzzCloud cloud = new FuzzCloud(random.nextLong())) {
            String machine = cloud.engine()
                    .createStateMachine(
                            "fuzz",
                            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}",
                            StateMachineType.STANDARD,
                            ROLE)
                    .arn();
            String execution =
                    cloud.engine().startExecution(machine, "one", "{}").spec().arn();
            for (int i = 0; i < 8; i++) {
                String operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
                ObjectNode whole = whole(machine, execution, seed);
                JsonNode body = random.nextInt(5) == 0 ? whole : mutations.of(whole);
                if (body instanceof ObjectNode object) {
                    try {
                        cloud.call(operation, object);
                        ended = "ANSWERED";
                    } catch (ApiException e) {
                        ended = FuzzCloud.named(e);
                    }
                }
            }
        }
        return ended;
    }

    /** Returns a request with the parameters of all operations. */
    private static ObjectNode whole(String machine, String execution, FuzzCorpus.Seed seed) {
        ObjectNode body = ProtocolJson.object()
                .put("stateMachineArn", machine)
                .put("executionArn", execution)
                .put("resourceArn", machine)
                .put("mapRunArn", execution.replace(":execution:", ":mapRun:"))
                .put("stateMachineVersionArn", machine + ":1")
                .put("stateMachineAliasArn", machine + ":live")
                .put("name", "two")
                .put("definition", seed.definition().toString())
                .put("input", seed.input().toString())
                .put("output", "{}")
                .put("type", "STANDARD")
                .put("roleArn", ROLE)
                .put("taskToken", "token")
                .put("error", "Error")
                .put("cause", "cause")
                .put("maxResults", 10)
                .put("reverseOrder", true)
                .put("includeExecutionData", true)
                .put("inspectionLevel", "TRACE")
                .put("maxConcurrency", 3)
                .put("toleratedFailurePercentage", 5.5)
                .put("statusFilter", "RUNNING")
                .put("description", "text");
        body.putArray("tags").addObject().put("key", "k").put("value", "v");
        body.putArray("tagKeys").add("k");
        body.putArray("routingConfiguration")
                .addObject()
                .put("stateMachineVersionArn", machine + ":1")
                .put("weight", 100);
        return body;
    }
}
