package dev.anabranch.examples.landcover;

/**
 * What all tiles add up to.
 *
 * @param agreedKm2 where water or land is what the reference mask has
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
