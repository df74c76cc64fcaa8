#![no_main]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| kazasu_fuzz::run("statement", octets));
