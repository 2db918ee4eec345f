package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scale of a decimal and the zone of a time arrive in tasks as they were sent, in every way that values take. */
final class ScalesAndZonesTest {

    private static final String TIME = "2026-10-25T02:30:00+01:00[Europe/Paris]";

    @TempDir
    private Path scratch;

    public record Price(BigDecimal amount, Optional<BigDecimal> tax, Map<String, BigDecimal> parts, ZonedDateTime at) {}

    /** Returns its input. */
    public static final class Echo implements Task<Price, Price> {
        @Override
        public Price run(Price price, TaskContext context) {
            return price;
        }
    }

    public static final class Amount implements Task<Price, BigDecimal> {
        @Override
        public BigDecimal run(Price price, TaskContext context) {
            return price.amount();
        }
    }

    public static final class When implements Task<Price, ZonedDateTime> {
        @Override
        public ZonedDateTime run(Price price, TaskContext context) {
            return price.at();
        }
    }

    /** Returns more items than any inline Map has. */
    public static final class Many implements Task<Price, List<Price>> {
        @Override
        public List<Price> run(Price price, TaskContext context) {
            return Collections.nCopies(400, price);
        }
    }

    public static final class Few implements Task<Price, List<Price>> {
        @Override
        public List<Price> run(Price price, TaskContext context) {
            return Collections.nCopies(3, price);
        }
    }

    public static final class Print implements Task<Price, String> {
        @Override
        public String run(Price price, TaskContext context) {
            return price.toString();
        }
    }

    public record Parts(BigDecimal amount, ZonedDateTime at) {}

    public static final class PrintParts implements Task<Parts, String> {
        @Override
        public String run(Parts parts, TaskContext context) {
            return parts.amount() + " " + parts.at();
        }
    }

    public static final class PrintAll implements Task<Results<Price>, List<String>> {
        @Override
        public List<String> run(Results<Price> prices, TaskContext context) {
            TreeSet<String> all = new TreeSet<>();
            prices.forEach(price -> all.add(price.toString()));
            return new ArrayList<>(all);
        }
    }

    public static final class PrintList implements Task<List<Price>, List<String>> {
        @Override
        public List<String> run(List<Price> prices, TaskContext context) {
            TreeSet<String> all = new TreeSet<>();
            prices.forEach(price -> all.add(price.toString()));
            return new ArrayList<>(all);
        }
    }

    private record EveryWay() implements Workflow<Price, List<String>> {
        @Override
        public String name() {
            return "every-way";
        }

        @Override
        public Value<List<String>> define(Flow flow, Value<Price> input) {
            Value<Price> returned = flow.call(Echo.class, input);
            Value<Price> cached =
                    flow.call(Echo.class, returned).named("cached").cache("1", Duration.ofDays(1));
            Value<List<Price>> few = flow.call(Few.class, cached);
            Value<List<Price>> many = flow.call(Many.class, returned);
            return flow.call(
                    Join.class,
                    flow.list(List.of(
                            single(flow, flow.call(Print.class, input)),
                            single(flow, flow.call(Print.class, returned)),
                            single(flow, flow.call(Print.class, cached)),
                            flow.map(few, Print.class).named("inline").toList(),
                            flow.map(many, Print.class).named("distributed").toList(),
                            flow.call(
                                    PrintAll.class,
                                    flow.map(few, Echo.class).named("collected").collect()),
                            flow.call(
                                    PrintList.class,
                                    flow.map(few, Echo.class).named("listed").toList()),
                            single(
                                    flow,
                                    flow.call(
                                            PrintParts.class,
                                            flow.record(
                                                    Parts::new,
                                                    flow.call(Amount.class, returned),
                                                    flow.call(When.class, returned)))),
                            single(
                                    flow,
                                    flow.call(
                                            PrintParts.class,
                                            flow.record(
                                                    Parts::new, input.get(Price::amount), returned.get(Price::at)))))));
        }

        private static Value<List<String>> single(Flow flow, Value<String> text) {
            return flow.list(List.of(text));
        }
    }

    public static final class Join implements Task<List<List<String>>, List<String>> {
        @Override
        public List<String> run(List<List<String>> lists, TaskContext context) {
            TreeSet<String> all = new TreeSet<>();
            lists.forEach(all::addAll);
            return new ArrayList<>(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "1.0",
                "-1.0",
                "0.0",
                "10.0",
                "1.5",
                "0.0001",
                "1.0E-4",
                "1E+2",
                "100",
                "0",
                "0.00",
                "1.000000000000000000001",
                "2E+300"
            })
    void valuesArriveAsTheyWereSent(String amount) {
        JsonNode input = InputText.read("{\"amount\": %1$s, \"tax\": %1$s, \"parts\": {\"a\": %1$s}, \"at\": \"%2$s\"}"
                .formatted(amount, TIME));
        BigDecimal sent = new BigDecimal(amount);
        Price price = new Price(sent, Optional.of(sent), Map.of("a", sent), ZonedDateTime.parse(TIME));
        for (String id : List.of("first", "cached")) {
            assertThat(texts(id, input)).containsExactlyInAnyOrder(price.toString(), sent + " " + price.at());
        }
    }

    @Test
    void decimalsOfDifferentScalesHaveDifferentCachedResults() {
        for (String amount : List.of("1.0", "1", "1.00", "10", "1E+1", "0", "0.0")) {
            JsonNode input = InputText.read("{\"amount\": " + amount + ", \"at\": \"" + TIME + "\"}");
            assertThat(texts("run-" + amount.replaceAll("[^0-9E]", "-"), input))
                    .allMatch(text -> text.contains("amount=" + amount + ",") || text.startsWith(amount + " "));
        }
    }

    private final Storage storage = Storage.inMemory();

    private List<String> texts(String id, JsonNode input) {
        try (EmbeddedCloud cloud = EmbeddedCloud.builder()
                .clock(new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")))
                .engine(Runnable::run)
                .threads(Runnable::run)
                .readers(Runnable::run)
                .random(new Random(1))
                .storage(storage)
                .scratch(scratch)
                .build()) {
            EmbeddedRun run = cloud.start(cloud.deploy(new EveryWay()), id, input)
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThat(run.failure()).isEmpty();
            List<String> texts = new ArrayList<>();
            run.output().orElseThrow().forEach(text -> texts.add(text.textValue()));
            return texts;
        }
    }
}
