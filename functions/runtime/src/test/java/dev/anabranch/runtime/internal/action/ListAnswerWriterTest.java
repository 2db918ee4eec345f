package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.ListExpected;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListAnswerWriterTest {

    private static final Reply.Items REPLY = new Reply.Items(10, 1_000, 500);

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private Path folder = Path.of("");
    private Bench bench = new Bench(actions, payloads, Runnable::run, folder);

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        folder = scratch;
        bench = new Bench(actions, payloads, Runnable::run, scratch);
    }

    @Test
    void emptyListIsInline() {
        assertThat(answer(REPLY)).isEqualTo("{\"items\":[],\"count\":0}");
    }

    @Test
    void listOfOneIsInline() {
        assertThat(answer(REPLY, 2)).isEqualTo("{\"items\":[{\"v\":\"xx\"}],\"count\":1}");
    }

    @Test
    void movesOnlyTheLargestItemsToTheStore() {
        Wire.Items items = (Wire.Items) Wire.parse(json(answer(REPLY, 100, 700, 50, 600)));

        assertThat(items.items().stream().map(wire -> wire.getClass().getSimpleName()))
                .containsExactly("Value", "Ref", "Value", "Value");
        assertThat(payloads.puts()).isEqualTo(1);
    }

    @Test
    void tooManyItemsGoToTheStore() {
        Wire.ItemsRef items = (Wire.ItemsRef) Wire.parse(json(answer(new Reply.Items(2, 1_000, 500), 1, 2, 3)));

        assertThat(items.count()).isEqualTo(3);
        assertThat(payloads.text(items.key())).isEqualTo("[{\"v\":\"x\"},{\"v\":\"xx\"},{\"v\":\"xxx\"}]");
    }

    @Test
    void itemsOfTheStoredListKeepTheirLimit() {
        Wire.ItemsRef items =
                (Wire.ItemsRef) Wire.parse(json(answer(new Reply.Items(1, 1_000, 300), 1, 291, 292, 293, 1_000_000)));
        JsonNode wires = json(payloads.text(items.key()));

        assertThat(wires)
                .hasSize(5)
                .allSatisfy(wire -> assertThat(wire.toString().length()).isLessThanOrEqualTo(300));
        assertThat(Stream.of(0, 1, 2, 3, 4).map(index -> wires.get(index).has("v")))
                .containsExactly(true, true, true, false, false);
        assertThat(payloads.get(wires.get(4).get("ref").textValue())).hasSize(1_000_002);
    }

    @Test
    void listThatDoesNotFitEvenAsReferencesGoesToTheStore() {
        int[] lengths = new int[10];
        Arrays.fill(lengths, 400);

        assertThat(Wire.parse(json(answer(new Reply.Items(10, 600, 500), lengths))))
                .isInstanceOf(Wire.ItemsRef.class);
    }

    @Test
    void duplicateGetsTheSameAnswer() {
        Invocation call = call("[700, 600, 3]", REPLY);
        String answer = bench.run(new Tasks.Texts(), call);

        assertThat(bench.run(new Tasks.Texts(), call)).isEqualTo(answer);
        assertThat(bench.record(call).attempts()).isEqualTo(1);
    }

    @Test
    void nullInsteadOfAListIsRejected() {
        assertThatThrownBy(() -> bench.run(new Tasks.NullTask(), call("null", REPLY)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("node `classify`")
                .hasMessageContaining("task `dev.anabranch.runtime.internal.action.Tasks$NullTask`")
                .hasMessageContaining("it must be a list, but it is null");
        assertThatThrownBy(() -> bench.run(new Tasks.Anything(), Calls.at(call("{'a': [1]}", REPLY), 1L)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("but it is an object");
        assertThat(bench.record(call("null", REPLY)).error()).isEqualTo(ListExpected.class.getName());
    }

    @Test
    void elementsOfAnyTypeAreFound() {
        String list = "[1,-2500.5,true,null,\"Ærø \\\"],[ 🗺\",{\"a\":[1,2]},[],[[3]],\"\",9007199254740992]";
        String answer = bench.run(new Relay(), call(list, new Reply.Items(100, 2_000, 500)));

        Wire.Items items = (Wire.Items) Wire.parse(json(answer));
        assertThat(items.items().stream().map(wire -> ((Wire.Value) wire).json()))
                .containsExactlyElementsOf(json(list));
    }

    @Test
    void elementWithAnImpreciseNumberIsAReference() {
        String answer = bench.run(new Relay(), call("[1,[12345678901234567890]]", new Reply.Items(150, 2_000, 500)));

        Wire.Items items = (Wire.Items) Wire.parse(json(answer));
        assertThat(items.items()).hasExactlyElementsOfTypes(Wire.Value.class, Wire.Ref.class);
    }

    @Test
    void largeListIsBufferedInAFile() throws IOException {
        int count = 100_000;
        Invocation call = call(String.valueOf(count), new Reply.Items(40, 8_000, 4_000));

        Wire.ItemsRef items = (Wire.ItemsRef) Wire.parse(json(bench.run(new Counted(), call)));

        assertThat(items.count()).isEqualTo(count);
        assertThat(payloads.get(items.key()).length).isGreaterThan(PayloadBuffer.MEMORY_BYTES);
        assertThat(payloads.largestPutFromMemory()).isLessThan(PayloadBuffer.MEMORY_BYTES);
        JsonNode first = new WireReader(actions, payloads, Runnable::run).whole("run-1", items);
        assertThat(first).hasSize(count);
        assertThat(first.get(count - 1).textValue()).endsWith(" " + (count - 1));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyListFitsItsBudgets(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            int[] lengths = IntStream.range(0, random.nextInt(30))
                    .map(i -> random.nextInt(random.nextBoolean() ? 40 : 2_000))
                    .toArray();
            Reply.Items reply =
                    new Reply.Items(random.nextInt(30), 300 + random.nextInt(5_000), 300 + random.nextInt(1_000));
            String input = Arrays.stream(lengths).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
            Invocation call = Calls.at(call(input, reply), (long) round);

            String answer = bench.run(new Tasks.Texts(), call);

            check(reply, lengths, answer);
        }
    }

    private void check(Reply.Items reply, int[] lengths, String answer) {
        assertThat(answer.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(reply.inline());
        Wire wire = Wire.parse(json(answer));
        assertThat(new WireReader(actions, payloads, Runnable::run).whole("run-1", wire))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(
                        Arrays.stream(lengths).mapToObj("x"::repeat).toList());
        if (wire instanceof Wire.Items items) {
            assertThat(lengths.length).isLessThanOrEqualTo(reply.width());
            assertThat(smallestMoved(items, lengths)).isGreaterThanOrEqualTo(largestKept(items, lengths));
        } else {
            assertThat(json(payloads.text(((Wire.ItemsRef) wire).key())))
                    .allSatisfy(item -> assertThat(item.toString().length()).isLessThanOrEqualTo(reply.item()));
        }
    }

    private static int smallestMoved(Wire.Items items, int[] lengths) {
        return IntStream.range(0, lengths.length)
                .filter(index -> items.items().get(index) instanceof Wire.Ref)
                .map(index -> lengths[index])
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static int largestKept(Wire.Items items, int[] lengths) {
        return IntStream.range(0, lengths.length)
                .filter(index -> items.items().get(index) instanceof Wire.Value)
                .map(index -> lengths[index])
                .max()
                .orElse(0);
    }

    private String answer(Reply.Items reply, int... lengths) {
        return bench.run(new Tasks.Texts(), call(Arrays.toString(lengths), reply));
    }

    /** Creates its results when they are read. */
    private static final class Counted implements Task<Integer, Results<String>> {
        @Override
        public Results<String> run(Integer input, TaskContext context) {
            return new Results<>() {
                @Override
                public long size() {
                    return input;
                }

                @Override
                public String get(long index) {
                    return "a text of some length, so that all of them are more than a spool keeps, number " + index;
                }

                @Override
                public Iterator<String> iterator() {
                    return IntStream.range(0, input).mapToObj(this::get).iterator();
                }
            };
        }
    }
}
