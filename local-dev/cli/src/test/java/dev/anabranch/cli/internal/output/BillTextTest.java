package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.engine.metering.Meter.TransitionKind;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.stores.internal.storage.StoreMeter.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BillTextTest {

    private static Bill bill(int times) {
        BillMeter meter = new BillMeter();
        for (int i = 0; i < times; i++) {
            meter.transition("arn", TransitionKind.STATE);
            meter.transition("arn", TransitionKind.RETRY);
            meter.transition("arn", TransitionKind.CHILD_START);
            meter.expressExecution("arn", Duration.ofSeconds(3_700_000), 1);
            meter.invoked(10_240, Duration.ofDays(4));
            meter.dynamoDb("UpdateItem", 0, 12_000);
            meter.dynamoDb("Query", 0.5, 0);
            meter.s3("PutObject", 1);
            meter.s3("GetObject", 1);
            meter.s3("DeleteObject", 1);
            meter.stored(Store.S3, 1L << 40);
        }
        return meter.bill(PriceList.US_EAST_1, Assumptions.DEFAULT);
    }

    @Test
    void billFitsEightyColumnsForLargeQuantities() {
        assertThat(BillText.of(bill(1_000)).lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(80)
                .doesNotEndWith(" "));
    }

    @Test
    void billListsServicesAndDateOfPrices() {
        assertThat(BillText.of(bill(2)))
                .startsWith("Metered cost of this run on AWS in US dollars (us-east-1, prices of 2026-08-31):\n")
                .contains(
                        "Step Functions    15.419902  4 transitions, 2 child starts,",
                        "DynamoDB           0.015000  24,000 write units, 1 read unit",
                        "S3                47.104011  2 PUT requests, 2 GET requests",
                        "\n  total ");
    }

    @Test
    void emptyRunCostsNothing() {
        assertThat(BillText.of(bill(0)).lines())
                .hasSize(4)
                .element(1)
                .asString()
                .endsWith("total              0.000000");
    }

    @Test
    void linesOfTheJsonAddUpToItsTotal() {
        JsonNode json = BillText.json(bill(3));

        assertThat(json.path("lines")
                        .valueStream()
                        .mapToDouble(line -> line.path("dollars").asDouble())
                        .sum())
                .isCloseTo(json.path("dollars").asDouble(), withinPercentage(0.0001));
        assertThat(json.path("lines")
                        .valueStream()
                        .filter(line -> line.path("byTimeHere").asBoolean())
                        .map(line -> line.path("unit").asText()))
                .containsExactly("Express GB-seconds", "GB-seconds on arm64");
    }
}
