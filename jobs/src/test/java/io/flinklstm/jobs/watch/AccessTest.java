package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessTest {

  @Test
  void anIpv6AddressIsServedByEverySpellingOfIt() {
    Access access = new Access("2001:DB8:0::7");
    assertThat(access.isNamed("[2001:db8::7]:8080")).isTrue();
    assertThat(access.isNamed("[2001:db8:0:0:0:0:0:7]")).isTrue();
    assertThat(access.isNamed("[2001:db8::8]:8080")).isFalse();
    assertThat(access.isNamed("[2001:db8")).isFalse();
    assertThat(access.isNamed("[evil.example]:8080")).isFalse();
    assertThat(access.isNamed("[::1]:8080")).isTrue();
  }

  @Test
  void anAddressHasIpv6InBrackets() {
    assertThat(WatchOptions.inAddress("::1")).isEqualTo("[::1]");
    assertThat(WatchOptions.inAddress("[::1]")).isEqualTo("[::1]");
    assertThat(WatchOptions.inAddress("page.example")).isEqualTo("page.example");
  }
}
