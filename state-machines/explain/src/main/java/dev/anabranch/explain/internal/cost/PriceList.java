package dev.anabranch.explain.internal.cost;

import dev.anabranch.quotas.internal.BillingUnits;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Prices of AWS without free tier, volume discounts and taxes.
 *
 * @param region the AWS region
 * @param asOf the date of the prices
 * @param prices one price for each charge
 */
public record PriceList(String region, LocalDate asOf, Map<Charge, Price> prices) {

    private static final URI STEP_FUNCTIONS = URI.create("https://aws.amazon.com/step-functions/pricing/");
    private static final URI LAMBDA = URI.create("https://aws.amazon.com/lambda/pricing/");
    private static final URI DYNAMODB = URI.create("https://aws.amazon.com/dynamodb/pricing/on-demand/");
    private static final URI S3 = URI.create("https://aws.amazon.com/s3/pricing/");
    private static final URI CLOUDWATCH = URI.create("https://aws.amazon.com/cloudwatch/pricing/");

    /** The prices of us-east-1. Update the date together with the prices. */
    public static final PriceList US_EAST_1 = new PriceList(
            "us-east-1",
            LocalDate.of(2026, 8, 31),
            Map.ofEntries(
                    Map.entry(Charge.TRANSITIONS, price("25.00", BillingUnits.PRICED_REQUESTS, STEP_FUNCTIONS)),
                    Map.entry(Charge.CHILD_STARTS, price("25.00", BillingUnits.PRICED_REQUESTS, STEP_FUNCTIONS)),
                    Map.entry(Charge.EXPRESS_REQUESTS, price("1.00", BillingUnits.PRICED_REQUESTS, STEP_FUNCTIONS)),
                    Map.entry(Charge.EXPRESS_GB_SECONDS, price("0.00001667", 1, STEP_FUNCTIONS)),
                    Map.entry(Charge.LAMBDA_REQUESTS, price("0.20", BillingUnits.PRICED_REQUESTS, LAMBDA)),
                    Map.entry(Charge.LAMBDA_ARM64_GB_SECONDS, price("0.0000133334", 1, LAMBDA)),
                    Map.entry(Charge.LAMBDA_X86_GB_SECONDS, price("0.0000166667", 1, LAMBDA)),
                    Map.entry(Charge.DYNAMODB_WRITES, price("0.625", BillingUnits.PRICED_REQUESTS, DYNAMODB)),
                    Map.entry(Charge.DYNAMODB_READS, price("0.125", BillingUnits.PRICED_REQUESTS, DYNAMODB)),
                    Map.entry(Charge.DYNAMODB_GB_MONTHS, price("0.25", 1, DYNAMODB)),
                    Map.entry(Charge.S3_PUTS, price("5.00", BillingUnits.PRICED_REQUESTS, S3)),
                    Map.entry(Charge.S3_GETS, price("0.40", BillingUnits.PRICED_REQUESTS, S3)),
                    Map.entry(Charge.S3_GB_MONTHS, price("0.023", 1, S3)),
                    Map.entry(Charge.LOG_GB, price("0.50", 1, CLOUDWATCH))));

    /** Copies the map. Throws {@link IllegalArgumentException} if a charge is missing. */
    public PriceList {
        for (Charge charge : Charge.values()) {
            if (!prices.containsKey(charge)) {
                throw new IllegalArgumentException("The price list of " + region + " has no price for " + charge + ".");
            }
        }
        prices = Collections.unmodifiableMap(new EnumMap<>(prices));
    }

    /** Returns the price of a charge. */
    public Price price(Charge charge) {
        return Objects.requireNonNull(prices.get(charge));
    }

    private static Price price(String dollars, long per, URI source) {
        return new Price(new BigDecimal(dollars), per, source);
    }
}
