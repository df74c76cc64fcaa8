//! No command makes the card panic, and none but VERIFY touches the counters.

use kazasu_virtual_card::Card;
use kazasu_virtual_card::card::Pin;

use crate::harness::{
    QUERY_SIGNATURE, QUERY_USER, READ_WHOLE, SELECT_JPKI, Talk, card, digest_info, personality, select_file, sign,
    verify,
};
use kazasu_virtual_card::Personality;

/// xorshift64: the same commands in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn octet(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }

    fn octets(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most + 1)).map(|_| self.octet()).collect()
    }
}

fn real_commands() -> Vec<Vec<u8>> {
    vec![
        SELECT_JPKI.to_vec(),
        select_file(0x0A).to_vec(),
        select_file(0x17).to_vec(),
        select_file(0x18).to_vec(),
        READ_WHOLE.to_vec(),
        vec![0x00, 0xB0, 0x8A, 0x00, 0x00],
        vec![0x00, 0xB0, 0x01, 0x00, 0x00],
        QUERY_USER.to_vec(),
        QUERY_SIGNATURE.to_vec(),
        verify(0x98, "1234"),
        verify(0x80, "1234"),
        sign(0x00, 0x97, &digest_info(b"challenge")),
        vec![0x00, 0x84, 0x00, 0x00, 0x08],
        vec![0x00, 0x24, 0x01, 0x80, 0x04, 0x31, 0x32, 0x33, 0x34],
    ]
}

/// Changes, drops, doubles or inserts an octet, or cuts the command.
fn mutate(command: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(3) {
        if command.is_empty() {
            return;
        }
        let place = random.below(command.len());
        match random.below(5) {
            0 => command[place] = random.octet(),
            1 => drop(command.remove(place)),
            2 => command.insert(place, command[place]),
            3 => command.insert(place, random.octet()),
            _ => command.truncate(place),
        }
    }
}

fn try_counters(card: &Card) -> (u8, u8) {
    (card.tries_left(Pin::User), card.tries_left(Pin::Signature))
}

/// Sends a command and checks what holds for every command to an honest card.
fn send_checked(card: &mut Card, command: &[u8]) {
    let before = try_counters(card);
    let answer = card.transmit(command).unwrap();
    assert!(answer.len() >= 2, "{command:02X?}");
    assert!(answer.ends_with(&[0x90, 0x00]) || answer.len() == 2, "{command:02X?}");
    if !matches!(*command, [_, 0x20, _, _, _, _, ..]) {
        assert_eq!(try_counters(card), before, "{command:02X?}");
    }
}

#[test]
fn random_commands() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut card = card("fresh");
    card.select_jpki();
    for _ in 0..20_000 {
        let command = random.octets(40);
        send_checked(&mut card, &command);
    }
}

#[test]
fn random_bodies_of_real_instructions() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    let mut card = card("fresh");
    for _ in 0..20_000 {
        let (class, instruction) =
            [(0x00, 0xA4), (0x00, 0xB0), (0x00, 0x20), (0x80, 0x2A), (0x00, 0x24), (0x00, 0x84)][random.below(6)];
        let command = [vec![class, instruction], random.octets(12)].concat();
        send_checked(&mut card, &command);
    }
}

#[test]
fn mutated_commands() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let real = real_commands();
    for name in ["fresh", "plain", "next-generation", "no-certificate"] {
        let mut card = card(name);
        for round in 0..1_500 {
            if round % 40 == 0 {
                card.power_off();
                card.select_jpki();
            }
            let mut command = real[random.below(real.len())].clone();
            mutate(&mut command, &mut random);
            send_checked(&mut card, &command);
        }
    }
}

#[test]
fn hostile_cards_survive_mutated_commands_too() {
    let mut random = Random(0x0123_4567_89AB_CDEF);
    let real = real_commands();
    let names: Vec<_> =
        Personality::all().into_iter().map(|(name, _)| name).filter(|it| it.starts_with("hostile")).collect();
    assert!(names.len() > 20);
    for name in names {
        assert_eq!(personality(name).to_string(), name);
        let mut card = card(name);
        for _ in 0..100 {
            let mut command = real[random.below(real.len())].clone();
            mutate(&mut command, &mut random);
            card.transmit(&command).unwrap();
        }
        assert_eq!(card.trace().exchanges().len(), 100);
    }
}
