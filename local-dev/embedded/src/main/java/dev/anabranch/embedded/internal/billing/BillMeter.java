package dev.anabranch.embedded.internal.billing;

import dev.anabranch.engine.metering.Meter;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.quotas.internal.BillingUnits;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts everything that AWS would bill, from its creation on. Thread-safe. */
public final class BillMeter implements Meter, StoreMeter, FunctionMeter {

    private static final long EXPRESS_STEP_NANOS = BillingUnits.EXPRESS_STEP_MILLIS * 1_000_000L;
    private static final int EXPRESS_STEP_MB = BillingUnits.EXPRESS_STEP_MB;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final BigDecimal GB_SECOND_IN_MB_MILLIS = BigDecimal.valueOf(BillingUnits.GB_SECOND_MB_MILLIS);
    private static final BigDecimal GB = BigDecimal.valueOf(BillingUnits.GB_BYTES);
    private static final BigDecimal MONTH_DAYS = BigDecimal.valueOf(BillingUnits.MONTH_DAYS);

    /** Operations that are billed like PUT, COPY, POST and LIST requests: https://aws.amazon.com/s3/pricing/. */
    private static final Set<String> LIKE_PUT = Set.of(
            "PutObject",
            "CopyObject",
            "CreateMultipartUpload",
            "UploadPart",
            "CompleteMultipartUpload",
            "ListObjects",
            "ListObjectsV2");

    /** Operations that are free. */
    private static final Set<String> FREE = Set.of("DeleteObject", "DeleteObjects", "AbortMultipartUpload");

    /** DynamoDB bills at least a quarter of a unit. Counting in quarters keeps sums integers. */
    private static final int UNIT_PARTS = 4;

    private final LongAdder transitions = new LongAdder();
    private final LongAdder childStarts = new LongAdder();
    private final LongAdder expressExecutions = new LongAdder();
    private final LongAdder expressSteps = new LongAdder();
    private final LongAdder invocations = new LongAdder();
    private final LongAdder invocationMbMillis = new LongAdder();
    private final LongAdder readParts = new LongAdder();
    private final LongAdder writeParts = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final LongAdder tableBytes = new LongAdder();
    private final LongAdder objectBytes = new LongAdder();

    @Override
    public void transition(String stateMachineArn, TransitionKind kind) {
        (kind == TransitionKind.CHILD_START ? childStarts : transitions).increment();
    }

    @Override
    public void expressExecution(String stateMachineArn, Duration duration, long definitionBytes) {
        expressExecutions.increment();
        expressSteps.add(Math.max(1, ceiling(duration.toNanos(), EXPRESS_STEP_NANOS)));
    }

    @Override
    public void invoked(int memoryMb, Duration took) {
        invocations.increment();
        invocationMbMillis.add(Math.max(1, ceiling(took.toNanos(), NANOS_PER_MILLI)) * memoryMb);
    }

    @Override
    public void dynamoDb(String operation, double readUnits, double writeUnits) {
        readParts.add(Math.round(readUnits * UNIT_PARTS));
        writeParts.add(Math.round(writeUnits * UNIT_PARTS));
    }

    @Override
    public void s3(String operation, long bytes) {
        if (!FREE.contains(operation)) {
            (LIKE_PUT.contains(operation) ? puts : gets).increment();
        }
    }

    @Override
    public void stored(Store store, long bytes) {
        (store == Store.DYNAMODB ? tableBytes : objectBytes).add(bytes);
    }

    /** Returns the bill of everything counted so far. */
    public Bill bill(PriceList prices, Assumptions assumptions) {
        Map<Charge, BigDecimal> quantities = new EnumMap<>(Charge.class);
        quantities.put(Charge.TRANSITIONS, sum(transitions));
        quantities.put(Charge.CHILD_STARTS, sum(childStarts));
        quantities.put(Charge.EXPRESS_REQUESTS, sum(expressExecutions));
        quantities.put(
                Charge.EXPRESS_GB_SECONDS,
                mbMillis(sum(expressSteps)
                        .multiply(BigDecimal.valueOf(EXPRESS_STEP_NANOS / NANOS_PER_MILLI))
                        .multiply(BigDecimal.valueOf(
                                ceiling(assumptions.expressMemoryMb(), EXPRESS_STEP_MB) * EXPRESS_STEP_MB))));
        quantities.put(Charge.LAMBDA_REQUESTS, sum(invocations));
        quantities.put(
                assumptions.arm64() ? Charge.LAMBDA_ARM64_GB_SECONDS : Charge.LAMBDA_X86_GB_SECONDS,
                mbMillis(sum(invocationMbMillis)));
        quantities.put(Charge.DYNAMODB_WRITES, units(writeParts));
        quantities.put(Charge.DYNAMODB_READS, units(readParts));
        quantities.put(Charge.DYNAMODB_GB_MONTHS, months(tableBytes, assumptions));
        quantities.put(Charge.S3_PUTS, sum(puts));
        quantities.put(Charge.S3_GETS, sum(gets));
        quantities.put(Charge.S3_GB_MONTHS, months(objectBytes, assumptions));
        quantities.put(
                Charge.LOG_GB,
                sum(invocations)
                        .multiply(BigDecimal.valueOf(assumptions.logBytes()))
                        .divide(GB, MathContext.DECIMAL64));
        return Bill.of(prices, assumptions, quantities);
    }

    private static BigDecimal sum(LongAdder adder) {
        return BigDecimal.valueOf(adder.sum());
    }

    private static BigDecimal units(LongAdder parts) {
        return sum(parts).divide(BigDecimal.valueOf(UNIT_PARTS), MathContext.DECIMAL64);
    }

    private static BigDecimal mbMillis(BigDecimal quantity) {
        return quantity.divide(GB_SECOND_IN_MB_MILLIS, MathContext.DECIMAL64);
    }

    private static BigDecimal months(LongAdder bytes, Assumptions assumptions) {
        return sum(bytes)
                .multiply(BigDecimal.valueOf(assumptions.retentionDays()))
                .divide(GB.multiply(MONTH_DAYS), MathContext.DECIMAL64);
    }

    private static long ceiling(long amount, long step) {
        return (amount + step - 1) / step;
    }
}
