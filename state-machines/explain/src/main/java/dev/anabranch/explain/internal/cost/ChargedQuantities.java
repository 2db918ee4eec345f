package dev.anabranch.explain.internal.cost;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums up billed quantities by node and charge. */
final class ChargedQuantities {

    private final Map<String, Map<Charge, BigDecimal>> byNode = new LinkedHashMap<>();

    void add(String node, Charge charge, long quantity) {
        add(node, charge, BigDecimal.valueOf(quantity));
    }

    void add(String node, Charge charge, BigDecimal quantity) {
        if (quantity.signum() != 0) {
            byNode.computeIfAbsent(node, id -> new EnumMap<>(Charge.class)).merge(charge, quantity, BigDecimal::add);
        }
    }

    Map<String, Map<Charge, BigDecimal>> byNode() {
        return byNode;
    }
}
