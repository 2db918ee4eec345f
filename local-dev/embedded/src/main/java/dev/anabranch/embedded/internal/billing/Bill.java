package dev.anabranch.embedded.internal.billing;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.PriceList;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What AWS would have billed for the runs of this process. Counts are exact. Durations are measured on this machine:
 *
 * <ul>
 *   <li>Lambda bills the duration of an invocation, rounded up to milliseconds, times the configured memory of the
 *       function (<a href="https://aws.amazon.com/lambda/pricing/">Lambda pricing</a>).
 *   <li>Express executions are billed for their duration, rounded up to 100 ms, times their memory in steps of 64 MB.
 *       AWS derives the memory; this bill {@linkplain Assumptions#expressMemoryMb() assumes} it (<a
 *       href="https://aws.amazon.com/step-functions/pricing/">Step Functions pricing</a>).
 *   <li>The {@linkplain Assumptions#retentionDays() retention} of stored data and the size of an invocation's log are
 *       assumptions too.
 * </ul>
 *
 * @param prices the prices and their date
 * @param assumptions the quantities that cannot be measured here
 * @param lines one line for each charge whose quantity is not zero, in the order of {@link Charge}
 */
public record Bill(PriceList prices, Assumptions assumptions, List<Line> lines) {

    /**
     * A line of a bill.
     *
     * @param charge what is charged
     * @param quantity the quantity in the unit of the charge
     * @param dollars the price of the quantity, in US dollars
     */
    public record Line(Charge charge, BigDecimal quantity, BigDecimal dollars) {}

    /** Copies the list. */
    public Bill {
        lines = List.copyOf(lines);
    }

    static Bill of(PriceList prices, Assumptions assumptions, Map<Charge, BigDecimal> quantities) {
        return new Bill(
                prices,
                assumptions,
                new EnumMap<>(quantities)
                        .entrySet().stream()
                                .filter(entry -> entry.getValue().signum() != 0)
                                .map(entry -> new Line(
                                        entry.getKey(),
                                        entry.getValue(),
                                        prices.price(entry.getKey()).of(entry.getValue())))
                                .toList());
    }

    /** Returns the quantity of a charge; zero if the bill has no such line. */
    public BigDecimal quantity(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::quantity)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /**
     * Returns the cost of each service by its name, in the order of {@link Charge}. Services without cost are missing.
     */
    public Map<String, BigDecimal> services() {
        Map<String, BigDecimal> services = new LinkedHashMap<>();
        lines.forEach(line -> services.merge(line.charge().service(), line.dollars(), BigDecimal::add));
        return services;
    }

    /** Returns the lines of a service. */
    public List<Line> lines(String service) {
        return lines.stream()
                .filter(line -> line.charge().service().equals(service))
                .toList();
    }

    /** Returns the total cost, in US dollars. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
