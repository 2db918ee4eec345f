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
 * What AWS would have billed for what was done here. Counts are exact; times are those taken here, which are not those of AWS:
 *
 * <ul>
 *   <li>Lambda bills each invocation by the millisecond begun, times the memory that the function is configured with
 *       (<a href="https://aws.amazon.com/lambda/pricing/">Lambda pricing</a>).
 *   <li>Express executions are billed by the 100 ms begun, times memory in steps of 64 MB, which AWS derives and we
 *       {@linkplain Assumptions#expressMemoryMb() assume} (<a href="https://aws.amazon.com/step-functions/pricing/">Step Functions
 *       pricing</a>).
 *   <li>What is kept is billed for as long as {@linkplain Assumptions#retentionDays() assumed}, and so are logs by invocation.
 * </ul>
 *
 * @param prices what things cost, and since when
 * @param assumptions where a bill depends on what nothing here can tell
 * @param lines one for each charge that there is any of, in the order of {@link Charge}
 */
public record Bill(PriceList prices, Assumptions assumptions, List<Line> lines) {

    /** So much of a charge, and what it costs in US dollars. */
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

    /** How much of a charge there is. */
    public BigDecimal quantity(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::quantity)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /** What each service costs, by its name, in the order of {@link Charge}; those that were not used are left out. */
    public Map<String, BigDecimal> services() {
        Map<String, BigDecimal> services = new LinkedHashMap<>();
        lines.forEach(line -> services.merge(line.charge().service(), line.dollars(), BigDecimal::add));
        return services;
    }

    /** The lines of a service. */
    public List<Line> lines(String service) {
        return lines.stream()
                .filter(line -> line.charge().service().equals(service))
                .toList();
    }

    /** What all of it costs, in US dollars. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
