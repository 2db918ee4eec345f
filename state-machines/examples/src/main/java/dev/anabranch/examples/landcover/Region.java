package dev.anabranch.examples.landcover;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The regions that have a name. */
enum Region {
    NORTHERN_EUROPE("northern-europe", "Northern Europe", new Bounds(54, 4, 72, 32)),
    EUROPE("europe", "Europe", new Bounds(34, -25, 72, 45)),
    ICELAND("iceland", "Iceland", new Bounds(63, -25, 67, -13)),
    ALPS("alps", "The Alps", new Bounds(43.5, 5, 48.5, 17)),
    MEDITERRANEAN("mediterranean", "The Mediterranean", new Bounds(29, -7, 47, 37)),
    AFRICA("africa", "Africa", new Bounds(-36, -19, 38, 52)),
    ASIA("asia", "Asia", new Bounds(-11, 26, 78, 180)),
    HIMALAYA("himalaya", "The Himalaya", new Bounds(25, 70, 40, 100)),
    AUSTRALIA("australia", "Australia", new Bounds(-45, 112, -10, 155)),
    NORTH_AMERICA("north-america", "North America", new Bounds(7, -170, 84, -50)),
    GREENLAND("greenland", "Greenland", new Bounds(59, -74, 84, -10)),
    SOUTH_AMERICA("south-america", "South America", new Bounds(-56, -82, 13, -34)),
    AMAZON("amazon", "The Amazon", new Bounds(-16, -80, 6, -46)),
    ANTARCTICA("antarctica", "Antarctica", new Bounds(-90, -180, -60, 180)),
    WORLD("world", "The World", new Bounds(-90, -180, 90, 180));

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Bounds is a record of four numbers.
    private final Bounds bounds;

    Region(String id, String title, Bounds bounds) {
        this.id = id;
        this.title = title;
        this.bounds = bounds;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    Bounds bounds() {
        return bounds;
    }

    static Optional<Region> named(String id) {
        return Arrays.stream(values()).filter(region -> region.id.equals(id)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Region::id).collect(Collectors.joining(", "));
    }
}
