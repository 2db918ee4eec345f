package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.embedded.internal.cloud.ScalesAndZonesTest.Echo;
import dev.anabranch.embedded.internal.cloud.ScalesAndZonesTest.Few;
import dev.anabranch.embedded.internal.cloud.ScalesAndZonesTest.Price;
import dev.anabranch.embedded.internal.cloud.ScalesAndZonesTest.PrintList;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scale of a decimal arrives through answers, other runs, loops, conditionals, attempts, batches and lists. */
@SuppressWarnings("try") // A hold acts by being open.
final class ScalesOfStepsTest {

    /** Returns its input from a run. */
    public static final class EchoFlow implements Workflow<Price, Price> {
        @Override
        public Value<Price> define(Flow flow, Value<Price> price) {
            return flow.call(Echo.class, price).named("echo of the other run");
        }
    }

    public record Pair(Price left, Price right) {}

    public static final class Right implements Task<Pair, Price> {
        @Override
        public Price run(Pair pair, TaskContext context) {
            return pair.right();
        }
    }

    public static final class OfOutcome implements Task<Outcome<Price>, Price> {
        @Override
        public Price run(Outcome<Price> outcome, TaskContext context) {
            return outcome.value().orElseThrow();
        }
    }

    public static final class First implements Task<List<Price>, Price> {
        @Override
        public Price run(List<Price> prices, TaskContext context) {
            return prices.get(0);
        }
    }

    public static final class IsPositive implements Task<Price, Boolean> {
        @Override
        public Boolean run(Price price, TaskContext context) {
            return price.amount().signum() > 0;
        }
    }

    private record Steps() implements Workflow<Price, List<Price>> {
        @Override
        public String name() {
            return "steps";
        }

        @Override
        public Value<List<Price>> define(Flow flow, Value<Price> input) {
            Value<Price> answered = flow.await("price", Price.class).prompt(input);
            Value<Price> sub = flow.run(EchoFlow.class, answered);
            Value<List<Price>> few = flow.call(Few.class, sub);
            Value<Price> folded = flow.fold(few, sub, (last, price) -> flow.call(Echo.class, price))
                    .named("fold");
            Value<Price> repeated = flow.repeat(folded, last -> flow.call(Echo.class, last))
                    .until(last -> flow.call(IsPositive.class, last))
                    .atMost(3)
                    .named("repeat");
            Value<Price> chosen = flow.<Price>when(
                            flow.call(IsPositive.class, input),
                            () -> flow.call(Echo.class, repeated),
                            () -> flow.call(Echo.class, input))
                    .value();
            Value<Price> attempted = flow.call(OfOutcome.class, flow.attempt(() -> flow.call(Echo.class, chosen)));
            Value<List<Price>> batched =
                    flow.map(few, Echo.class).named("batched").batch(2).toList();
            Value<List<Price>> zipped = flow.map(flow.zip(Pair::new, few, batched), Right.class)
                    .named("zipped")
                    .toList();
            Value<List<Price>> chunked = flow.map(flow.chunks(zipped, 2), First.class)
                    .named("chunked")
                    .toList();
            Value<List<Price>> flat = flow.flatten(flow.list(List.of(few, chunked)));
            Value<Price> success = flow.call(
                    First.class, flow.map(flat, Echo.class).named("first").firstSuccesses(1));
            flow.call(PrintList.class, flow.list(List.of(answered, sub)));
            return flow.list(List.of(input, answered, sub, folded, repeated, chosen, attempted, success));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1.0", "10.0", "1.5", "0.0001", "1E+2", "100", "1.000000000000000000001"})
    void scalesArriveThroughEveryStep(String amount, @TempDir Path scratch) {
        String price = "{\"amount\":%1$s,\"tax\":%1$s,\"parts\":{\"a\":%1$s},\"at\":\"2026-01-01T00:00:00Z\"}"
                .formatted(amount);
        try (RunsCloud cloud = new RunsCloud(scratch)) {
            RunApi api = api(cloud);
            cloud.deploy(new EchoFlow());
            cloud.deploy(new Steps());
            try (EngineClock.Hold hold = cloud.hold()) {
                var unused = cloud.runs()
                        .start(RunRequest.of("steps", InputText.read(price)).named("one"));
                ApiResponse answer = request(api, "POST", "/runs/one/signals/price", "{\"value\": " + price + "}");
                assertThat(answer.status()).isEqualTo(200);
            }
            assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.SUCCEEDED);
            TreeSet<String> printed = new TreeSet<>();
            cloud.runs().output("one").orElseThrow().forEach(json -> printed.add(json.toString()));
            assertThat(printed).containsExactly(price);
            for (String path : List.of("output", "results?node=echo", "results?node=batched")) {
                ApiResponse response = request(api, "GET", "/runs/one/" + path, "");
                assertThat(new String(response.body(), StandardCharsets.UTF_8).replaceAll("\\s", ""))
                        .as(path)
                        .contains(price);
            }
        }
    }

    private static RunApi api(RunsCloud cloud) {
        return RunApi.builder()
                .runs(cloud.runs())
                .payloads(cloud.cloud().payloads())
                .links(key -> URI.create("test:" + key))
                .clock(() -> RunsCloud.START)
                .pause(time -> {})
                .log((id, thrown) -> {
                    throw new AssertionError(thrown);
                })
                .build();
    }

    private static ApiResponse request(RunApi api, String method, String path, String body) {
        int query = path.indexOf('?');
        return api.handle(new ApiRequest(
                "id",
                method,
                "",
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                Map.of("content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8)));
    }
}
