package dev.anabranch.explain.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.WidthEstimate.Mode;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.GoldenFiles;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExplanationTest {

    /** The quotas whose use depends only on the definition and the widths. */
    private static final List<String> SIZES = List.of(
            "payload",
            "variables",
            "definition",
            "history",
            "history-worst",
            "child-history",
            "child-history-worst",
            "children");

    @TestFactory
    Stream<DynamicTest> textIsThatOfTheGoldenFile() {
        return new GoldenFiles("explain", ".txt")
                .tests(sample -> explained(sample).text(true));
    }

    @TestFactory
    Stream<DynamicTest> jsonIsThatOfTheGoldenFile() {
        return new GoldenFiles("explain", ".json")
                .tests(sample -> explained(sample).json());
    }

    @Test
    void millionTrivialActionsCostLessThanADollarAndAHalfOfStepFunctions() {
        WidthEstimate million = at("large-fanout", 1_000_000);

        assertThat(fanOut(million).mode()).isEqualTo(Mode.EXPRESS);
        assertThat(million.estimate().services().get("Step Functions")).isLessThan(new BigDecimal("1.50"));
    }

    @Test
    void tasksOfTenMinutesRunInStandardChildrenWithAReason() {
        Explanation slow = explained("slow-fanout");
        WidthEstimate million = slow.widths().get(2);

        assertThat(fanOut(million).mode()).isEqualTo(Mode.STANDARD);
        assertThat(million.estimate().services().get("Step Functions")).isGreaterThan(new BigDecimal("25"));
        assertThat(slow.text(true).replaceAll("\\s+", " ")).contains("but an Express execution has only 280 s for it");
    }

    @ParameterizedTest
    @CsvSource({"0, no item may fail.", "1, up to 1 item may fail.", "2, up to 2 items may fail."})
    void numbersOfItemsAreSingularAndPlural(long items, String sentence) {
        Definition definition =
                Definition.of(Defined.by((flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .tolerate(items)
                        .toList()));

        assertThat(Explanation.of(definition).text(true).replaceAll("\\s+", " "))
                .contains(" failures " + sentence);
    }

    @Test
    void localStackGetsAStandardChildForEachItemWithAReason() {
        Definition definition = Definition.of(Arithmetic.get("large-fanout"), Target.LOCALSTACK);
        Explanation explanation = Explanation.of(definition);

        assertThat(fanOut(explanation.widths().get(1)))
                .isEqualTo(new WidthEstimate.FanOutAtWidth(1_000, 1_000, Mode.STANDARD, 1_000));
        assertThat(explanation.text(true)).contains("LocalStack supports neither batches of items nor Express");
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void linesFitEightyColumns(String sample) {
        assertThat(explained(sample).text(true).lines()).isNotEmpty().allMatch(line -> line.length() <= TextPage.WIDTH);
        assertThat(explained(sample).text(false).lines())
                .isNotEmpty()
                .allMatch(line -> line.length() <= TextPage.WIDTH);
    }

    @Test
    void withoutUnicodeEverythingButNamesIsAscii() {
        assertThat(explained("large-fanout").text(false)).matches("\\p{ASCII}*");
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void theLinesOfABillAddUpToItsTotal(String sample) throws Exception {
        JsonNode json = new ObjectMapper().readTree(explained(sample).json());

        for (JsonNode at : json.get("widths")) {
            double sum = 0;
            for (JsonNode line : at.get("bill").get("lines")) {
                sum += line.get("dollars").asDouble();
            }
            assertThat(sum).isCloseTo(at.get("bill").get("total").asDouble(), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void noQuotaOnSizesIsEverExceeded(String sample) {
        for (WidthEstimate at : explained(sample).widths()) {
            assertThat(at.quotas())
                    .filteredOn(quota -> SIZES.contains(quota.id()))
                    .isNotEmpty()
                    .allMatch(quota -> quota.percent() <= 100, "at most 100 percent");
        }
    }

    @Test
    void widthsOfNestedFanOutsMultiplyUnlessSetSeparately() {
        Definition nested = Definition.of(Arithmetic.get("nested"));
        Explanation explanation =
                Explanation.of(nested, List.of(20L), Map.of("map cell", 3L), Assumptions.DEFAULT, PriceList.US_EAST_1);

        WidthEstimate at = explanation.widths().get(0);
        assertThat(Objects.requireNonNull(at.fanOuts().get("each row")).items()).isEqualTo(20);
        assertThat(Objects.requireNonNull(at.fanOuts().get("map cell")).items()).isEqualTo(60);
        assertThat(at.estimate().quantity(Charge.LAMBDA_REQUESTS)).isEqualByComparingTo("102");
    }

    @Test
    void widthOfAnUnknownFanOutIsRefusedWithAllNames() {
        Definition nested = Definition.of(Arithmetic.get("nested"));

        assertThatThrownBy(() -> Explanation.of(
                        nested, List.of(20L), Map.of("cell", 3L), Assumptions.DEFAULT, PriceList.US_EAST_1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`cell`")
                .hasMessageContaining("each row, map cell");
    }

    @Test
    void promisedWidthLimitsTheEstimate() {
        WidthEstimate million = at("promised", 1_000_000);

        assertThat(fanOut(million)).isEqualTo(new WidthEstimate.FanOutAtWidth(100, 100, Mode.INLINE, 0));
    }

    private static WidthEstimate.FanOutAtWidth fanOut(WidthEstimate at) {
        return at.fanOuts().values().iterator().next();
    }

    private static WidthEstimate at(String sample, long width) {
        return Explanation.of(
                        Definition.of(Arithmetic.get(sample)),
                        List.of(width),
                        Map.of(),
                        Assumptions.DEFAULT,
                        PriceList.US_EAST_1)
                .widths()
                .get(0);
    }

    private static Explanation explained(String sample) {
        return Explanation.of(Definition.of(Arithmetic.get(sample)));
    }
}
