package dev.anabranch.examples.landcover;

/**
 * The sums over all tiles.
 *
 * @param agreedKm2 the area in which water and land agree with the reference mask, in square kilometres
 */
record LandCoverSums(long tiles, ClassAreas area, double agreedKm2) {

    static final LandCoverSums NONE = new LandCoverSums(0, ClassAreas.NONE, 0);

    LandCoverSums plus(TileCover tile) {
        return new LandCoverSums(tiles + 1, area.plus(tile.area()), agreedKm2 + tile.agreedKm2());
    }

    double waterAgreement() {
        return agreedKm2 / area.total();
    }
}
