package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.FrameLayout.Station;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The path of an arrow as SVG path data: vertical through layers, and curved between them. */
final class ArrowPath {

    private ArrowPath() {}

    static String of(Arrow arrow, FrameLayout layout) {
        List<Station> way = new ArrayList<>();
        layout.stations(arrow, 0, 0, way);
        StringBuilder path = new StringBuilder();
        Station last = way.get(0);
        path.append('M').append(point(last.x(), last.top()));
        if (last.bottom() > last.top()) {
            path.append(" V").append(number(last.bottom()));
        }
        for (Station station : way.subList(1, way.size())) {
            // A curve of no length would turn the head of the arrow.
            if (last.x() != station.x() || last.bottom() != station.top()) {
                double middle = (last.bottom() + station.top()) / 2;
                path.append(" C")
                        .append(point(last.x(), middle))
                        .append(' ')
                        .append(point(station.x(), middle))
                        .append(' ')
                        .append(point(station.x(), station.top()));
            }
            if (station.bottom() > station.top()) {
                path.append(" V").append(number(station.bottom()));
            }
            last = station;
        }
        return path.toString();
    }

    static String point(double x, double y) {
        return number(x) + "," + number(y);
    }

    static String number(double number) {
        return BigDecimal.valueOf(number)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
