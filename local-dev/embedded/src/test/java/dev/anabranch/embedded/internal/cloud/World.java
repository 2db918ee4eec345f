package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.task.Blob;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** The state outside the workflow on which tasks of these tests depend: the numbers for which they fail. */
final class World {

    static final Set<Long> BAD = new HashSet<>();

    private World() {}

    /** Counts from zero. */
    public static final class Count implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Counts from zero too. */
    public static final class CountAgain implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Returns four numbers, starting with a hundred times the input. */
    public static final class Cut implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long row, TaskContext context) {
            return LongStream.range(0, 4)
                    .map(column -> 100 * row + column)
                    .boxed()
                    .toList();
        }
    }

    /** Squares a number, or fails for a bad one. */
    public static final class Square implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return checked(number) * number;
        }
    }

    /** Converts a number to text. */
    public static final class Same implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number;
        }
    }

    /** Converts a number to a long text. */
    public static final class Large implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long number, TaskContext context) {
            checked(number);
            return LongStream.range(0, 5_000).map(i -> number).boxed().toList();
        }
    }

    /** Counts all items. */
    public static final class Sizes implements Task<Results<List<Long>>, Long> {
        @Override
        public Long run(Results<List<Long>> lists, TaskContext context) {
            long all = 0;
            for (List<Long> list : lists) {
                all += list.size();
            }
            return all;
        }
    }

    /** Writes a file. */
    public static final class Draw implements Task<Long, List<Blob>> {
        @Override
        public List<Blob> run(Long number, TaskContext context) throws IOException {
            checked(number);
            byte[] text = Long.toString(number).getBytes(StandardCharsets.UTF_8);
            return List.of(context.write("n.txt", "text/plain", out -> out.write(text)));
        }
    }

    /** Reads files. */
    public static final class ReadAll implements Task<Results<List<Blob>>, List<String>> {
        @Override
        public List<String> run(Results<List<Blob>> drawn, TaskContext context) throws IOException {
            List<String> texts = new ArrayList<>();
            for (List<Blob> blobs : drawn) {
                for (Blob blob : blobs) {
                    try (InputStream in = context.open(blob)) {
                        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            return texts;
        }
    }

    /** Adds up. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            long sum = 0;
            for (Long number : numbers) {
                sum += number;
            }
            return sum;
        }
    }

    private static long checked(long number) {
        if (BAD.contains(number)) {
            throw new PermanentFailure(number + " is bad");
        }
        return number;
    }
}
