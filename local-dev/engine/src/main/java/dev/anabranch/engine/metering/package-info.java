/** What AWS would charge for, told as it happens. */
@NullMarked
package dev.anabranch.engine.metering;

import org.jspecify.annotations.NullMarked;
