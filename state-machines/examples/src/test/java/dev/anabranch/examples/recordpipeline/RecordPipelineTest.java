package dev.anabranch.examples.recordpipeline;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.examples.recordpipeline.RecordPipelineInput.Item;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordPipelineTest {

    @Test
    void defaultIsThreeOrdersWithParallelUnits() {
        Batch batch = new LoadRecords().run(new RecordPipelineInput(null, null), ANY);

        assertThat(batch.parallelUnits()).isTrue();
        assertThat(batch.records())
                .extracting(DataRecord::id)
                .containsExactly("order-1001", "order-1002", "order-1003");
    }

    @Test
    void emptyListsAreValid() {
        assertThat(new LoadRecords().run(new RecordPipelineInput(List.of(), false), ANY))
                .isEqualTo(new Batch(List.of(), false));
        assertThat(new LoadRecords().run(new RecordPipelineInput(List.of(new Item("a", List.of())), null), ANY))
                .isEqualTo(new Batch(List.of(new DataRecord("a", List.of())), true));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void missingFieldIsNamedWithItsPosition(List<@Nullable Item> records, String message) {
        assertThatThrownBy(() -> new LoadRecords().run(new RecordPipelineInput(records, null), ANY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusals() {
        Item fine = new Item("a", List.of("x"));
        return Stream.of(
                Arguments.of(Arrays.asList(fine, null), "records[1] is null but must be an object with id and units."),
                Arguments.of(List.of(new Item(" ", List.of())), "records[0].id is missing: set a name for the report."),
                Arguments.of(
                        List.of(fine, new Item("b", null)),
                        "records[1].units is missing: set a list, which may be empty."),
                Arguments.of(
                        List.of(new Item("a", Arrays.asList("x", null))),
                        "records[0].units[1] is null but must be a text or a number."),
                Arguments.of(
                        Collections.nCopies(1_001, fine),
                        "records has 1001 elements but may have at most 1000: each becomes function calls, and on AWS each is"
                                + " billed."),
                Arguments.of(
                        List.of(new Item("a", Collections.nCopies(1_001, "x"))),
                        "records[0].units has 1001 elements but may have at most 1000: each becomes function calls, and on"
                                + " AWS each is billed."));
    }

    @Test
    void sealOfAUnitIsDeterministic() throws NoSuchAlgorithmException {
        // Computed with Python's hashlib.
        assertThat(new ProcessUnit().run("desk", ANY)).isEqualTo(new ProcessedUnit("desk", "101930c3"));
        assertThat(new ProcessUnit().run("lamp", ANY)).isEqualTo(new ProcessedUnit("lamp", "451cfad1"));
    }

    @Test
    void reportHasTheRecordsInTheirOrder() {
        RecordSummary summary = new SummarizeRecord()
                .run(new ProcessedRecord("b", Results.of(List.of(new ProcessedUnit("x", "00")))), ANY);
        RecordSummary empty = new SummarizeRecord().run(new ProcessedRecord("a", Results.of(List.of())), ANY);

        assertThat(new WriteReport().run(new ReportInput(false, Results.of(List.of(summary, empty))), ANY))
                .isEqualTo(new RecordPipelineReport(
                        2,
                        1,
                        false,
                        List.of(new RecordSummary("b", 1, List.of("x 00")), new RecordSummary("a", 0, List.of()))));
    }
}
