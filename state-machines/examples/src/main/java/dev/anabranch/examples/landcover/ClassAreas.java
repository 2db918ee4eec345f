package dev.anabranch.examples.landcover;

/** The areas of the four classes, in square kilometres. */
public record ClassAreas(double water, double snowOrIce, double vegetation, double bareGround) {

    static final ClassAreas NONE = new ClassAreas(0, 0, 0, 0);

    double total() {
        return water + snowOrIce + vegetation + bareGround;
    }

    double of(CoverClass cover) {
        return switch (cover) {
            case WATER -> water;
            case SNOW_OR_ICE -> snowOrIce;
            case VEGETATION -> vegetation;
            case BARE_GROUND -> bareGround;
        };
    }

    ClassAreas plus(ClassAreas other) {
        return new ClassAreas(
                water + other.water,
                snowOrIce + other.snowOrIce,
                vegetation + other.vegetation,
                bareGround + other.bareGround);
    }

    ClassShares shares() {
        double total = total();
        return new ClassShares(water / total, snowOrIce / total, vegetation / total, bareGround / total);
    }
}
