package atoll.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowsTest {

  @TempDir private Path folder;

  @Test
  void everyRoomHasItsArrows() {
    assertThat(Arrows.rooms()).containsAll(House.rooms());
  }

  @Test
  void everyRoomIsReadHere() {
    Set<String> all = new HashSet<>(House.rooms());
    all.remove("proof");
    assertThat(Arrows.listedIn(House.TOP.resolve("proof/pom.xml"))).isEqualTo(all);
    assertThat(House.classes().stream().map(type -> House.roomOf(type.getName())))
        .containsAll(House.rooms());
  }

  @Test
  void classesKeepToTheArrows() {
    assertThat(Arrows.broken(House.classes())).isEmpty();
  }

  @Test
  void pomsKeepToTheArrows() {
    for (String room : House.rooms()) {
      String pom = House.read(House.TOP.resolve(room).resolve("pom.xml"));
      assertThat(Arrows.brokenInPom(room, pom)).isEmpty();
    }
  }

  @Test
  void anArrowAgainstThePictureIsFound() {
    JavaClasses classes =
        Fixture.compile(
            folder,
            "package atoll.http; public class Server {}",
            "package atoll.volume; class Volume { atoll.http.Server server; }");
    assertThat(Arrows.broken(classes))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("volume must not see atoll.http.Server"));
  }

  @Test
  void aProductThatSeesAWorkshopIsFound() {
    JavaClasses classes =
        Fixture.compile(
            folder,
            "package atoll.sim; public class SimDisk {}",
            "package atoll.volumeserver; class Main { Object disk = new atoll.sim.SimDisk(); }");
    assertThat(Arrows.broken(classes))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("volume-server must not see atoll.sim.SimDisk"));
  }

  @Test
  void aLibraryInARoomThatHasNoneIsFound() {
    JavaClasses classes =
        Fixture.compile(
            folder,
            "package io.netty; public class Buffer {}",
            "package atoll.kit; class Bytes { io.netty.Buffer buffer; }");
    assertThat(Arrows.broken(classes))
        .anyMatch(line -> line.startsWith("kit must not see io.netty"));
  }

  @Test
  void anotherLibraryThanTheNamedOnesIsFound() {
    JavaClasses classes =
        Fixture.compile(
            folder,
            "package com.fasterxml.jackson.core; public class JsonParser {}",
            "package com.fasterxml.jackson.databind; public class ObjectMapper {}",
            "package atoll.fast; class Codec {"
                + " com.fasterxml.jackson.core.JsonParser parser;"
                + " com.fasterxml.jackson.databind.ObjectMapper mapper; }");
    assertThat(Arrows.broken(classes))
        .filteredOn(line -> line.startsWith("fast must not see"))
        .isNotEmpty()
        .allMatch(line -> line.contains("see com.fasterxml.jackson.databind.ObjectMapper"));
  }

  @Test
  void aPomAgainstThePictureIsFound() {
    String sim =
        "<dependency><groupId>atoll</groupId><artifactId>atoll-sim</artifactId>%s</dependency>";
    assertThat(Arrows.brokenInPom("volume", sim.formatted("")))
        .isEqualTo(List.of("volume/pom.xml lists sim"));
    assertThat(Arrows.brokenInPom("volume", sim.formatted("<scope>test</scope>"))).isEmpty();
  }
}
