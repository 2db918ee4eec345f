package dev.anabranch.examples.fanoutfanin;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.examples.OneAction;
import dev.anabranch.task.PermanentFailure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FanOutFanInTest {

    @ParameterizedTest
    @CsvSource({"0, 4", "3, 4", "8, 4", "9, 4", "10, 1"})
    void everyItemIsProcessedByOneBranch(int count, int branches) {
        List<String> items = new LoadGreetings().run(new FanOutFanInInput((long) count), ANY);

        List<Processed> processed = IntStream.range(0, branches)
                .mapToObj(i -> new ProcessShare().run(new Share(items, i, branches), new OneAction("process_" + i)))
                .toList();

        Combined combined = new CombineSteps().run(processed, ANY);
        assertThat(combined.items()).isEqualTo(count).isEqualTo(items.size());
        assertThat(combined.steps()).hasSize(branches);
        assertThat(combined.steps().keySet()).first().isEqualTo("process_0");
        assertThat(combined.steps().values())
                .allMatch(share -> share.size() == count / branches || share.size() == count / branches + 1);
    }

    @Test
    void branchReturnsItsNameAndUpperCaseItems() {
        assertThat(new ProcessShare()
                        .run(new Share(List.of("hej", "γεια σου", "olá"), 1, 2), new OneAction("process_1")))
                .isEqualTo(new Processed("process_1", List.of("ΓΕΙΑ ΣΟΥ!")));
    }

    @Test
    void greetingsRepeat() {
        List<String> greetings = new LoadGreetings().run(new FanOutFanInInput(13L), ANY);

        assertThat(greetings.get(12)).isEqualTo(greetings.get(0));
        assertThat(greetings.stream().distinct()).hasSize(12);
    }

    @Test
    void countOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new LoadGreetings().run(new FanOutFanInInput(-1L), ANY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(
                        "count is -1 but must be from 0 to 10000: every branch receives the whole list. Leave it out"
                                + " for 8.");
    }
}
