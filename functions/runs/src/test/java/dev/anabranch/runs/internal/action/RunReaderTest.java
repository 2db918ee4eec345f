package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.RunFile;
import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.Calls;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Blob;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RunReaderTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final Bench bench = new Bench(actions, payloads, Runnable::run, Path.of(""));
    private final RunReader reader = new RunReader(actions, payloads, Runnable::run);

    @Test
    void readsTheOutput() {
        assertThat(reader.output("run-1", new Wire.Value(Calls.json("{'a': 1}"))))
                .isEqualTo(Calls.json("{'a': 1}"));
    }

    @Test
    void listsAndOpensTheFilesOfOneRun() throws IOException {
        bench.run(new Picture(), Calls.at(call(1), 3L, 4L));
        bench.run(new Picture(), call(2));

        assertThat(reader.files("run-1"))
                .extracting(file -> file.node() + " " + file.path() + " " + file.name() + " " + file.size())
                .containsExactly("classify  picture 2.txt 1", "classify 3.4 picture 1.txt 1");
        assertThat(reader.files("run")).isEmpty();
        RunFile file = reader.files("run-1").findFirst().orElseThrow();
        try (InputStream in = reader.open(file)) {
            assertThat(in.readAllBytes()).containsExactly(2);
        }
    }

    @Test
    void findsFailedActions() {
        LongStream.range(0, 600).forEach(index -> {
            try {
                bench.run(new Odd(), Calls.at(call((int) index), 7L, index));
            } catch (RuntimeException expected) {
                assertThat(index % 100).isZero();
            }
        });
        FanOutRef fanOut = new FanOutRef("classify", List.of(7L), 600);

        assertThat(reader.actions("run-1", fanOut)).hasSize(600);
        assertThat(reader.actions("run-1", new FanOutRef("classify", List.of(7L), 10)))
                .hasSize(10);
        assertThat(reader.failed("run-1", List.of(fanOut, new FanOutRef("other", List.of(), 5))))
                .extracting(record -> record.key().sort())
                .containsExactly("0000000000", "0000000100", "0000000200", "0000000300", "0000000400", "0000000500");
        assertThat(reader.action("run-1", "classify", List.of(7L, 1L))).isPresent();
        assertThat(reader.action("run-1", "classify", List.of(8L, 1L))).isEmpty();
    }

    private static Invocation call(int input) {
        return Calls.call(String.valueOf(input), Calls.NOTHING);
    }

    private static final class Picture implements Task<Integer, Blob> {
        @Override
        public Blob run(Integer input, TaskContext context) throws IOException {
            return context.write("picture " + input + ".txt", "text/plain", out -> out.write(input));
        }
    }

    private static final class Odd implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer input, TaskContext context) {
            if (input % 100 == 0) {
                throw new IllegalArgumentException("round");
            }
            return input;
        }
    }
}
