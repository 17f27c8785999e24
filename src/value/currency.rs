//! Currencies by their ISO 4217 codes.

/// The alphabetic codes of ISO 4217:2015, list one (currencies in use), as of 2026; funds
/// and metals left out. Each takes four bytes.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD \
    TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ";

/// Whether `code` is the code of a currency in use.
pub fn is_currency(code: &str) -> bool {
    let (codes, _) = CODES.as_bytes().as_chunks::<4>();
    codes.binary_search_by(|known| known[..3].cmp(code.as_bytes())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert!(["USD", "EUR", "AUD", "ZAR"].into_iter().all(is_currency));
        assert!(["usd", "US", "BTC", "", "USD EUR", "DEM"].into_iter().all(|code| !is_currency(code)));
        assert!(CODES.split_whitespace().all(|code| code.len() == 3), "every code has three letters");
        assert!(CODES.split_whitespace().is_sorted(), "in order, so that a second one is seen");
    }
}
