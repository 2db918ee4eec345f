/** Expected texts that are kept in files, for the tests of every module. */
@NullMarked
package dev.anabranch.golden;

import org.jspecify.annotations.NullMarked;
