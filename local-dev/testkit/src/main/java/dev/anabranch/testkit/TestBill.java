package dev.anabranch.testkit;

import dev.anabranch.embedded.internal.billing.Bill;
import java.math.BigDecimal;
import java.util.List;

/**
 * What AWS would have billed for a run. Functions take no time in a scenario and are billed for the least time that AWS
 * bills.
 *
 * @param lines one for each charge of which the run has any
 */
public record TestBill(List<Line> lines) {

    /**
     * The quantity of one charge.
     *
     * @param service the AWS service that bills it, such as {@code Lambda}
     * @param unit what is counted, such as {@code requests}
     * @param quantity in that unit
     * @param dollars the price of the quantity, in US dollars
     */
    public record Line(String service, String unit, BigDecimal quantity, BigDecimal dollars) {}

    /** Copies the list. */
    public TestBill {
        lines = List.copyOf(lines);
    }

    static TestBill of(Bill bill) {
        return new TestBill(bill.lines().stream()
                .map(line -> new Line(line.charge().service(), line.charge().unit(), line.quantity(), line.dollars()))
                .toList());
    }

    /** Returns the quantity of a charge, by its service and unit; zero if the bill has no such line. */
    public BigDecimal quantity(String service, String unit) {
        return lines.stream()
                .filter(line -> line.service().equals(service) && line.unit().equals(unit))
                .map(Line::quantity)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    /** Returns the price of all lines, in US dollars. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
