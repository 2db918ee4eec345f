package dev.anabranch.examples.fanoutfanin;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.stream.IntStream;

/** Loads the items that the branches process. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class LoadGreetings implements Task<FanOutFanInInput, List<String>> {

    static final int MOST = 10_000;
    private static final List<String> GREETINGS = List.of(
            "hello",
            "hallo",
            "bonjour",
            "hola",
            "olá",
            "ciao",
            "hej",
            "ahoj",
            "cześć",
            "привет",
            "γεια σου",
            "merhaba");

    /**
     * Returns {@code count} greetings; the twelve greetings repeat.
     *
     * @throws dev.anabranch.task.PermanentFailure if count is negative or more than 10,000
     */
    @Override
    public List<String> run(FanOutFanInInput input, TaskContext context) {
        int count = WholeNumber.upTo("count", input.count(), 8, MOST, "every branch receives the whole list");
        return IntStream.range(0, count)
                .mapToObj(i -> GREETINGS.get(i % GREETINGS.size()))
                .toList();
    }
}
