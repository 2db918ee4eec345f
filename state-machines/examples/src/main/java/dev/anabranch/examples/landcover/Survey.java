package dev.anabranch.examples.landcover;

import dev.anabranch.task.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A validated request: the region and its tiles. */
record Survey(String title, Bounds bounds, double tileDegrees) {

    /**
     * The limit prevents a typing error in {@code tileDegrees} from starting, and billing, a million functions. The
     * world in tiles of one degree has 64,800.
     */
    static final int MAX_TILES = 100_000;

    /** About half a pixel of the image; smaller tiles would not show more detail. */
    static final double MIN_TILE_DEGREES = 0.05;

    static final double MAX_TILE_DEGREES = 360;

    /**
     * Validates a request.
     *
     * @throws PermanentFailure if the request is invalid; the message is a sentence for the user
     */
    static Survey of(LandCoverInput input) {
        Double asked = input.tileDegrees();
        double tileDegrees = asked == null ? 1 : checkedTile(asked);
        Survey survey = area(input.region(), input.bounds(), tileDegrees);
        long tiles = (long) survey.columns() * survey.rows();
        if (tiles > MAX_TILES) {
            throw new PermanentFailure(
                    "tileDegrees " + Degrees.plain(tileDegrees) + " would cut " + survey.title() + " into "
                            + tiles + " tiles, but one run starts at most " + MAX_TILES
                            + ": use larger tiles or a smaller part of the Earth.");
        }
        return survey;
    }

    private static double checkedTile(double degrees) {
        if (degrees >= MIN_TILE_DEGREES && degrees <= MAX_TILE_DEGREES) {
            return degrees;
        }
        throw new PermanentFailure(
                "tileDegrees is " + Degrees.plain(degrees)
                        + " but must be a number from 0.05 (half a pixel of the image) to 360; leave it out for tiles of 1 degree.");
    }

    private static Survey area(@Nullable String region, @Nullable Bounds bounds, double tileDegrees) {
        if (region != null && bounds != null) {
            throw new PermanentFailure("region and bounds are both present: remove one of them.");
        }
        if (bounds != null) {
            return new Survey(Degrees.of(bounds), checked(bounds), tileDegrees);
        }
        if (region == null) {
            return new Survey(Region.NORTHERN_EUROPE.title(), Region.NORTHERN_EUROPE.bounds(), tileDegrees);
        }
        Region known = Region.named(region)
                .orElseThrow(() -> new PermanentFailure("region \"" + shortened(region) + "\" is not known: use one of "
                        + Region.known() + ", or set bounds in degrees instead."));
        return new Survey(known.title(), known.bounds(), tileDegrees);
    }

    private static Bounds checked(Bounds bounds) {
        checkRange("south", bounds.south(), 90, "north");
        checkRange("north", bounds.north(), 90, "north");
        checkRange("west", bounds.west(), 180, "east");
        checkRange("east", bounds.east(), 180, "east");
        if (!(bounds.height() >= MIN_TILE_DEGREES)) {
            throw new PermanentFailure("bounds.south is " + Degrees.plain(bounds.south())
                    + " but must be less than bounds.north, " + Degrees.plain(bounds.north())
                    + ", by at least 0.05 degrees: swap them or move one.");
        }
        if (!(bounds.width() >= MIN_TILE_DEGREES)) {
            throw new PermanentFailure("bounds.west is " + Degrees.plain(bounds.west())
                    + " but must be less than bounds.east, " + Degrees.plain(bounds.east())
                    + ", by at least 0.05 degrees: swap them or move one, or, where the map would cross the 180th meridian,"
                    + " run one map for each side of it.");
        }
        return bounds;
    }

    private static void checkRange(String field, double value, int limit, String positive) {
        if (!(Math.abs(value) <= limit)) { // This form refuses NaN as well.
            throw new PermanentFailure("bounds." + field + " is " + Degrees.plain(value) + " but must be from -" + limit
                    + " to " + limit + " degrees, counted positive to the " + positive + ".");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    int columns() {
        return count(bounds.width());
    }

    int rows() {
        return count(bounds.height());
    }

    private int count(double degrees) {
        return Math.max(
                1, (int) Math.ceil(degrees / tileDegrees - 1e-9)); // Rounding must not add a tile without width.
    }

    /** Returns all tiles, row by row from the south-west corner. */
    List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>(columns() * rows());
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                tiles.add(new Tile(new Bounds(
                        edge(bounds.south(), row, bounds.north()),
                        edge(bounds.west(), column, bounds.east()),
                        edge(bounds.south(), row + 1, bounds.north()),
                        edge(bounds.west(), column + 1, bounds.east()))));
            }
        }
        return tiles;
    }

    private double edge(double from, int index, double to) {
        double exact = from + index * tileDegrees;
        return Math.min(Math.rint(exact * 1e9) / 1e9, to); // writes 54.3 instead of 54.300000000000004
    }
}
